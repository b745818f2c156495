/** What partners' dialects lack. */
@NullMarked
package org.tongqu.ledger.dialect;

import org.jspecify.annotations.NullMarked;
