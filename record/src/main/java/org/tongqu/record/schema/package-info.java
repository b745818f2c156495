/** What a record of each type may hold: schemas (JSON Schema 2020-12), the marks of their fields, and code tables. */
@NullMarked
package org.tongqu.record.schema;

import org.jspecify.annotations.NullMarked;
