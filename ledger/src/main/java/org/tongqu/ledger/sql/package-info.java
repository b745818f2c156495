/** How the ledger talks to PostgreSQL: connections, statements, rows, and what its errors mean. */
@NullMarked
package org.tongqu.ledger.sql;

import org.jspecify.annotations.NullMarked;
