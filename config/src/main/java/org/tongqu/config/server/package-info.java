/** Database and broker as the gateway uses them: embedded, or shared with other nodes of the site. */
@NullMarked
package org.tongqu.config.server;

import org.jspecify.annotations.NullMarked;
