/** The life of what records are about: which record may follow which. The ledger keeps states and asks; what they mean is said elsewhere. */
@NullMarked
package org.tongqu.record.life;

import org.jspecify.annotations.NullMarked;
