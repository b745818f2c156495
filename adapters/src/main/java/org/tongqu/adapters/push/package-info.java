/** Delivery by push: the gateway posts a sealed body to a party and reads the answer. */
@NullMarked
package org.tongqu.adapters.push;

import org.jspecify.annotations.NullMarked;
