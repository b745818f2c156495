/** What is asked of the ledger: where a record is, how the ledger is, which proofs were used. */
@NullMarked
package org.tongqu.ledger.reading;

import org.jspecify.annotations.NullMarked;
