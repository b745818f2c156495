/**
 * Other platforms, simulated: each speaks its own language only, written from what is known of it and not from our translation of it, so
 * that what both sides believe is held against each other. They know nothing of the gateway but its address.
 */
@NullMarked
package org.tongqu.ittests.platform;

import org.jspecify.annotations.NullMarked;
