/** Routes on honest in-memory ports and, for the lanes, a real broker. */
@NullMarked
package org.tongqu.routes;

import org.jspecify.annotations.NullMarked;
