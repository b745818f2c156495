package org.tongqu.routes.delivery;

import java.util.Optional;
import java.util.Set;
import org.tongqu.record.PartyId;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.sharing.Grant;
import org.tongqu.record.sharing.SharingRule;

/**
 * The one sharing rule that no site file states: what the gateway itself tells a party about that party's own records, whole.
 */
public final class NoticeRule {
    /** The rule's name in delivery seals. */
    public static final String NAME = "tongqu-notice";

    private NoticeRule() {}

    /** The rule for this record of the gateway's own and this party. */
    public static SharingRule of(BusinessRecord record, PartyId party) {
        return new SharingRule(
                NAME,
                Set.of(record.type()),
                Set.of(record.id().sender()),
                Set.of(party),
                Optional.empty(),
                new Grant.Whole(),
                "投递结果通知",
                "站点运行规范",
                Set.of());
    }
}
