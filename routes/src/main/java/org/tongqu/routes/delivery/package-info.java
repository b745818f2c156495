/** What a party receives: the granted part of a record, sealed for it; and what its receipt means. */
@NullMarked
package org.tongqu.routes.delivery;

import org.jspecify.annotations.NullMarked;
