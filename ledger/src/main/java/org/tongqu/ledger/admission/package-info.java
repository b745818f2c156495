/** How a record becomes durable: identity, number within its key, record, deliveries, receipt, in one transaction. */
@NullMarked
package org.tongqu.ledger.admission;

import org.jspecify.annotations.NullMarked;
