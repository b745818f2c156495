package org.tongqu.routes.intake;

import java.util.Map;
import org.tongqu.record.Digest;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.port.AdmissionLedger.Content;

/**
 * A record that its schema accepts.
 *
 * @param authorised the record
 * @param plainIndex searchable values by pointer
 * @param blindIndex searchable marks by pointer
 * @param materials to which it refers, by pointer
 */
record ValidRecord(
        AuthorisedRecord authorised,
        Map<String, String> plainIndex,
        Map<String, byte[]> blindIndex,
        Map<String, Digest> materials)
        implements Keyed {
    @Override
    public BusinessRecord record() {
        return authorised.record();
    }

    @Override
    public Content content() {
        return authorised.content();
    }
}
