/** The versions of a site that this gateway has served, and the only ways to change the one in force. */
@NullMarked
package org.tongqu.config.version;

import org.jspecify.annotations.NullMarked;
