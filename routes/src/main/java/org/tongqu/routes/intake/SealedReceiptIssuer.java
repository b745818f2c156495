package org.tongqu.routes.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.ReceiptIssuer;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.seal.SealedText;
import org.tongqu.routes.step.WireTime;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Receipts as the wire has them: {@code {sender,id,digest,acceptedAt,sequence,recipients}}, times in RFC 3339 with milliseconds,
 * sealed for the sender.
 */
public final class SealedReceiptIssuer implements ReceiptIssuer {

    private final Sealer sealer;

    /** Receipts under the key of this sealer. */
    public SealedReceiptIssuer(Sealer sealer) {
        this.sealer = sealer;
    }

    @Override
    public SealedText issue(
            RecordId record, Digest digest, Instant acceptedAt, long sequence, List<PartyId> recipients) {
        ObjectNode receipt = StrictJson.object()
                .put("sender", record.sender().value())
                .put("id", record.id())
                .put("digest", digest.value())
                .put("acceptedAt", WireTime.of(acceptedAt))
                .put("sequence", sequence);
        ArrayNode parties = receipt.putArray("recipients");
        recipients.forEach(party -> parties.add(party.value()));
        byte[] octets = StrictJson.write(receipt);
        return new SealedText(
                new String(octets, StandardCharsets.UTF_8),
                sealer.receipt(record.sender().value(), octets));
    }
}
