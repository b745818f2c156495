/** The watchdog on PostgreSQL: looks at the heads and lanes, and keeps what it found. */
@NullMarked
package org.tongqu.ledger.watch;

import org.jspecify.annotations.NullMarked;
