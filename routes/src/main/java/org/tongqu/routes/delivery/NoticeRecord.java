package org.tongqu.routes.delivery;

import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.DeliveryLedger.OwedNotice;
import org.tongqu.routes.step.WireTime;
import tools.jackson.databind.node.ObjectNode;

/**
 * A non-delivery notice (投递失败通知) as a record. The same notice gives the same bytes, so that submitting it again after a
 * crash is a repeat.
 */
public final class NoticeRecord {
    private NoticeRecord() {}

    /** The envelope from the gateway to the sender of the record that was not delivered. */
    public static byte[] octets(OwedNotice notice, PartyId gateway) {
        String at = WireTime.of(notice.at());
        ObjectNode event = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", notice.kind() + "-" + notice.delivery())
                .put("source", gateway.source())
                .put("type", "delivery." + notice.kind())
                .put("subject", notice.subject())
                .put("time", at)
                .put("to", notice.sender().value());
        event.putObject("data")
                .put("sender", notice.sender().value())
                .put("id", notice.recordId())
                .put("type", notice.type())
                .put("subject", notice.subject())
                .put("digest", notice.digest())
                .put("recipient", notice.recipient().value())
                .put("delivery", notice.delivery().value())
                .put("code", notice.code())
                .put("reason", notice.reason().isBlank() ? notice.code() : notice.reason())
                .put("at", at);
        return StrictJson.write(event);
    }
}
