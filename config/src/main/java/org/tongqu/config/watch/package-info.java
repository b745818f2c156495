/** Watches over what the gateway stands on — disk, database, broker — and tells operators by logs, metrics and health. */
@NullMarked
package org.tongqu.config.watch;

import org.jspecify.annotations.NullMarked;
