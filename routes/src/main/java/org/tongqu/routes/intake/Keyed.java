package org.tongqu.routes.intake;

import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.port.AdmissionLedger.Content;

/** A body from which the record has been read: from here on it is known which record it is and to which business key it belongs. */
interface Keyed {
    /** The record. */
    BusinessRecord record();

    /** What tells it from another of the same identity. */
    Content content();
}
