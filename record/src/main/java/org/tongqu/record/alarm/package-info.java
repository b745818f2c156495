/** What the watchdog 看门狗 finds stuck: one alarm per lane and cause, from when it starts until it clears. */
@NullMarked
package org.tongqu.record.alarm;

import org.jspecify.annotations.NullMarked;
