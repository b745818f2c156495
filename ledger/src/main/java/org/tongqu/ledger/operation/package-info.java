/** Jobs of operators on PostgreSQL: what they are about, how far they are, and their progress at the rate that was ordered. */
@NullMarked
package org.tongqu.ledger.operation;

import org.jspecify.annotations.NullMarked;
