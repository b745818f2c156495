/** The ledger on PostgreSQL: what was accepted, where it is, what happened. {@link org.tongqu.ledger.PostgresLedger} is the door. */
@NullMarked
package org.tongqu.ledger;

import org.jspecify.annotations.NullMarked;
