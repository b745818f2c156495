/** The way of a record, in Camel: in at the door, along the lanes, out of the inboxes. {@link org.tongqu.routes.Routes} puts it together. */
@NullMarked
package org.tongqu.routes;

import org.jspecify.annotations.NullMarked;
