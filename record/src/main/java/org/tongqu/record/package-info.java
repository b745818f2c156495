/** The language of Tongqu: who ({@link org.tongqu.record.PartyId}), what ({@link org.tongqu.record.RecordType}), about which case ({@link org.tongqu.record.BusinessKey}). */
@NullMarked
package org.tongqu.record;

import org.jspecify.annotations.NullMarked;
