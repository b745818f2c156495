/** How the ledger works and whom it works with; given when it is made. */
@NullMarked
package org.tongqu.ledger.setup;

import org.jspecify.annotations.NullMarked;
