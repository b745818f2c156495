/** Conditions of sharing rules, written in CEL, compiled once and evaluated within bounds. */
@NullMarked
package org.tongqu.record.expression;

import org.jspecify.annotations.NullMarked;
