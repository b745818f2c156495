/** The ports through which the rooms meet; no room sees another. */
@NullMarked
package org.tongqu.record.port;

import org.jspecify.annotations.NullMarked;
