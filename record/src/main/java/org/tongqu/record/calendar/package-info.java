/** Days as government counts them 日历: which day it is, and which days are workdays 工作日. */
@NullMarked
package org.tongqu.record.calendar;

import org.jspecify.annotations.NullMarked;
