/** Many callers, one transaction: the group commit. */
@NullMarked
package org.tongqu.ledger.commit;

import org.jspecify.annotations.NullMarked;
