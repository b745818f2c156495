/** The fault programme by hand: {@code tongqu faults}. */
@NullMarked
package org.tongqu.ittests.faults;

import org.jspecify.annotations.NullMarked;
