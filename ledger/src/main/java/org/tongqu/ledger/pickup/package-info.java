/** What is remembered of pick-ups. */
@NullMarked
package org.tongqu.ledger.pickup;

import org.jspecify.annotations.NullMarked;
