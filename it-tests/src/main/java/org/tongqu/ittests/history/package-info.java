/** What was sent, what arrived, and whether the two agree: a history of events as JSON lines and the checker that judges it. */
@NullMarked
package org.tongqu.ittests.history;

import org.jspecify.annotations.NullMarked;
