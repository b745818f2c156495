/** What is awaited of whom and overdue, or soon will be. */
@NullMarked
package org.tongqu.ledger.due;

import org.jspecify.annotations.NullMarked;
