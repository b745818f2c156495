package org.tongqu.routes.intake;

import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.site.Site;

/**
 * A record whose sender may send such a record; all that follows is decided by this site version.
 *
 * @param read the submission
 * @param site the site version in force when it was authorised
 * @param largest its largest allowed size in bytes
 */
record AuthorisedRecord(ReadSubmission read, Site site, int largest) implements Keyed {
    @Override
    public BusinessRecord record() {
        return read.record();
    }

    @Override
    public Content content() {
        return read.content();
    }
}
