package org.tongqu.routes.intake;

import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;

/** Who may send what. Takes the site version by which everything after it is decided. */
final class Authority {
    private final Sites sites;

    Authority(Sites sites) {
        this.sites = sites;
    }

    /** A party may send a type if at least one sharing rule is about both. */
    AuthorisedRecord authorise(ReadSubmission read) {
        Site site = sites.current();
        BusinessRecord record = read.record();
        Party sender = site.party(record.id().sender()).orElseThrow(() -> noRule(record));
        if (!site.rules().concern(record.type(), sender.id())) {
            throw noRule(record);
        }
        return new AuthorisedRecord(
                read, site, Math.min(sender.maxRecordSize(), site.limits().maxRecordSize()));
    }

    /** The gateway may send what it makes itself. */
    AuthorisedRecord authoriseOwn(ReadSubmission read) {
        Site site = sites.current();
        if (!read.record().id().sender().equals(site.gateway())) {
            throw new Rejection(ProblemCode.PARTY_MISMATCH, "A record of the gateway's own names it as source.");
        }
        return new AuthorisedRecord(read, site, site.limits().maxRecordSize());
    }

    private static Rejection noRule(BusinessRecord record) {
        return new Rejection(
                ProblemCode.NO_RULE,
                "No sharing rule is about " + record.type() + " from "
                        + record.id().sender() + ".");
    }
}
