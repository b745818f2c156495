/** What rests encrypted, and what must not be guessed. */
@NullMarked
package org.tongqu.ledger.vault;

import org.jspecify.annotations.NullMarked;
