/** The inbox of a party that fetches: offers on lease, and the receipts that answer them. */
@NullMarked
package org.tongqu.routes.inbox;

import org.jspecify.annotations.NullMarked;
