/** Where deliveries are: heads and what is behind them, claims, what was sent, how attempts ended, circuits, bells, the sweep. */
@NullMarked
package org.tongqu.ledger.delivery;

import org.jspecify.annotations.NullMarked;
