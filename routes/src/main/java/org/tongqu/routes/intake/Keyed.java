package org.tongqu.routes.intake;

import org.tongqu.record.Digest;
import org.tongqu.record.envelope.BusinessRecord;

/** A body from which the record has been read: from here on it is known which record it is and to which business key it belongs. */
interface Keyed {
    /** The record. */
    BusinessRecord record();

    /** The digest of its octets. */
    Digest digest();
}
