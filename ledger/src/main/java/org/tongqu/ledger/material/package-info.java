/** Files that records refer to: how they come, where they rest, who may read them, and when they go. */
@NullMarked
package org.tongqu.ledger.material;

import org.jspecify.annotations.NullMarked;
