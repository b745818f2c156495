package org.tongqu.ledger.vault;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.BodyCipher;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;

/** What rests encrypted, each kind bound to the record or delivery it belongs to. Thread-safe. */
public record BodyVault(BodyCipher cipher) {
    public byte[] body(RecordId record, byte[] octets) {
        return cipher.encrypt(octets, context("body", record));
    }

    public byte[] openBody(RecordId record, byte[] sealed) {
        return cipher.decrypt(sealed, context("body", record));
    }

    public byte[] message(RecordId record, byte[] octets) {
        return cipher.encrypt(octets, context("message", record));
    }

    public byte[] openMessage(RecordId record, byte[] sealed) {
        return cipher.decrypt(sealed, context("message", record));
    }

    /** A message of a call, by its name. */
    public byte[] callMessage(UUID name, byte[] octets) {
        return cipher.encrypt(octets, context("call", name));
    }

    public byte[] openCallMessage(UUID name, byte[] sealed) {
        return cipher.decrypt(sealed, context("call", name));
    }

    public byte[] part(RecordId record, byte[] octets) {
        return cipher.encrypt(octets, context("part", record));
    }

    public byte[] openPart(RecordId record, byte[] sealed) {
        return cipher.decrypt(sealed, context("part", record));
    }

    public byte[] sent(DeliveryId delivery, byte[] octets) {
        return cipher.encrypt(octets, context("sent", delivery));
    }

    public byte[] openSent(DeliveryId delivery, byte[] sealed) {
        return cipher.decrypt(sealed, context("sent", delivery));
    }

    public byte @Nullable [] words(DeliveryId delivery, @Nullable String words) {
        if (words == null || words.isEmpty()) {
            return null;
        }
        return cipher.encrypt(words.getBytes(StandardCharsets.UTF_8), context("words", delivery));
    }

    @Nullable
    public String openWords(DeliveryId delivery, byte @Nullable [] sealed) {
        return sealed == null
                ? null
                : new String(cipher.decrypt(sealed, context("words", delivery)), StandardCharsets.UTF_8);
    }

    public KeptReceipt receipt(DeliveryId delivery, SealedText receipt) {
        return new KeptReceipt(cipher.encrypt(receipt.octets(), context("receipt", delivery)), receipt.seal());
    }

    public SealedText openReceipt(DeliveryId delivery, KeptReceipt kept) {
        byte[] octets = cipher.decrypt(kept.payload(), context("receipt", delivery));
        return new SealedText(new String(octets, StandardCharsets.UTF_8), kept.seal());
    }

    /** A question with its seal; one without is its octets alone. Beside the ciphertext a seal would let one guess what it seals. */
    public byte[] question(RecordId question, byte[] octets, @Nullable Seal seal) {
        return cipher.encrypt(
                seal == null ? octets : sealed(new SealedText(new String(octets, StandardCharsets.UTF_8), seal)),
                context("question", question));
    }

    /** What {@link #question} encrypted: a flattened JWS, or the octets alone. */
    public byte[] openQuestion(RecordId question, byte[] sealed) {
        return cipher.decrypt(sealed, context("question", question));
    }

    public byte[] said(RecordId question, byte[] octets) {
        return cipher.encrypt(octets, context("said", question));
    }

    public byte[] openSaid(RecordId question, byte[] sealed) {
        return cipher.decrypt(sealed, context("said", question));
    }

    /** Of one attempt: what was said to the provider's system. */
    public byte[] asked(RecordId question, int attempt, byte[] octets) {
        return cipher.encrypt(octets, context("asked|" + attempt, question));
    }

    public byte[] openAsked(RecordId question, int attempt, byte[] sealed) {
        return cipher.decrypt(sealed, context("asked|" + attempt, question));
    }

    /** Of one attempt: what the provider's system said. */
    public byte[] told(RecordId question, int attempt, byte[] octets) {
        return cipher.encrypt(octets, context("told|" + attempt, question));
    }

    public byte[] openTold(RecordId question, int attempt, byte[] sealed) {
        return cipher.decrypt(sealed, context("told|" + attempt, question));
    }

    public byte[] answer(RecordId question, SealedText answer) {
        return cipher.encrypt(sealed(answer), context("answer", question));
    }

    public SealedText openAnswer(RecordId question, byte[] sealed) {
        return SealedText.fromJson(StrictJson.parse(cipher.decrypt(sealed, context("answer", question))));
    }

    private static byte[] sealed(SealedText text) {
        return StrictJson.write(text.toJson());
    }

    /** A segment of a material: bound to its content and its place there. */
    public byte[] segment(UUID content, int number, byte[] octets) {
        return cipher.encrypt(octets, context("segment", content + "|" + number));
    }

    public byte[] openSegment(UUID content, int number, byte[] sealed) {
        return cipher.decrypt(sealed, context("segment", content + "|" + number));
    }

    private static byte[] context(String kind, Object whose) {
        return (kind + "|" + whose).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A party's receipt as it rests.
     *
     * @param payload ciphertext
     * @param seal over the plain payload
     */
    public record KeptReceipt(byte[] payload, Seal seal) {}
}
