/** Questions and what became of them. */
@NullMarked
package org.tongqu.ledger.query;

import org.jspecify.annotations.NullMarked;
