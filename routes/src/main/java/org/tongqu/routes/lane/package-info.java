/** Lanes: one queue of bells per party that we call, awake only while there is something to deliver. */
@NullMarked
package org.tongqu.routes.lane;

import org.jspecify.annotations.NullMarked;
