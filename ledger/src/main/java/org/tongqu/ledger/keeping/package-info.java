/** What keeps the tables in shape over months and years. */
@NullMarked
package org.tongqu.ledger.keeping;

import org.jspecify.annotations.NullMarked;
