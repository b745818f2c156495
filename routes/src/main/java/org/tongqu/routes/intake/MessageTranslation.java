package org.tongqu.routes.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.PartnerFiles;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.routes.material.MessageFiles;
import tools.jackson.databind.node.ObjectNode;

/** The first step of what comes in a dialect: the record that the message means, and the files that it has. What came is kept beside it. */
final class MessageTranslation {
    private static final int IN_READABLE = 24;
    private static final int ALONE = 48;

    private final AdmissionLedger ledger;
    private final Digests digests;
    private final Materials materials;
    private final PartnerFiles partners;
    private final IntakeGate gate;
    private final UnmappedCodes unmapped;
    private final BlindIndex marks;

    MessageTranslation(
            AdmissionLedger ledger,
            Digests digests,
            Materials materials,
            PartnerFiles partners,
            IntakeGate gate,
            UnmappedCodes unmapped,
            BlindIndex marks) {
        this.ledger = ledger;
        this.digests = digests;
        this.materials = materials;
        this.partners = partners;
        this.gate = gate;
        this.unmapped = unmapped;
        this.marks = marks;
    }

    /** The receipt given for the same octets of the same call before; empty if they are new. */
    Optional<Receipt> receiptGivenBefore(GatheredMessage gathered) {
        MessageSubmission came = gathered.message();
        return ledger.repeatOf(came.party(), digests.sm3(saidBy(came)));
    }

    /** The call in front: the same octets mean something else by another one. */
    private static byte[] saidBy(MessageSubmission came) {
        byte[] call = came.translator().repeatableAs(came.call(), came.octets()).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(call.length + 1 + came.octets().length)
                .put(call)
                .put((byte) 0)
                .put(came.octets())
                .array();
    }

    /**
     * The receipt given for the same octets before, although they cannot be translated any more.
     *
     * @throws Rejection this one, if they are new
     */
    Receipt receiptOfUntranslatable(GatheredMessage gathered, Rejection refused) {
        return receiptGivenBefore(gathered).orElseThrow(() -> refused);
    }

    /** The party is the channel's, so no seal is asked for. */
    VerifiedSubmission translate(GatheredMessage gathered) {
        MessageSubmission came = gathered.message();
        byte[] envelope = discerned(came, translated(came));
        return new VerifiedSubmission(
                envelope,
                came.cameAt(),
                came.party(),
                new Content(digests.sm3(envelope), digests.sm3(identifying(came, envelope))),
                null,
                null,
                new Message(came.translator().family() + " " + came.call(), came.octets()));
    }

    /** What comes again is known by its call and octets; if it cannot say when it happened, by what it means at any time. */
    private static byte[] identifying(MessageSubmission came, byte[] envelope) {
        if (!came.translator().isTimedByArrival(came.call(), came.octets())) {
            return saidBy(came);
        }
        ObjectNode meaning = (ObjectNode) StrictJson.parse(envelope);
        meaning.remove("time");
        return StrictJson.write(meaning);
    }

    /**
     * What is personal tells messages apart by a mark under the gateway's key alone: who reads the id learns nothing of it, and cannot try
     * guesses. With the id in front of it, equal texts at other times are not seen to be equal.
     */
    private byte[] discerned(MessageSubmission came, byte[] envelope) {
        String discerning = came.translator().discerning(came.call(), came.octets());
        if (discerning.isEmpty()) {
            return envelope;
        }
        ObjectNode record = (ObjectNode) StrictJson.parse(envelope);
        String id = record.path("id").asString();
        String mark = HexFormat.of().formatHex(marks.mark(came.party() + " " + id, discerning));
        String readable = id + ":" + mark.substring(0, IN_READABLE);
        record.put("id", RecordId.isShaped(readable) ? readable : "hmac-sm3:" + mark.substring(0, ALONE));
        return StrictJson.write(record);
    }

    private byte[] translated(MessageSubmission came) {
        try {
            return came.translator()
                    .toOurs(
                            came.party(),
                            came.call(),
                            came.octets(),
                            came.cameAt(),
                            new MessageFiles(materials, partners, gate, came.party()));
        } catch (Rejection refused) {
            unmapped.noticed(came.party(), came.translator().family(), true, refused.errors());
            throw refused;
        }
    }
}
