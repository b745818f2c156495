package org.tongqu.routes.material;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.PartnerFiles;

/**
 * The files of one message: materials of whoever sent it. What a message that is refused afterwards had is referred to by nothing and
 * goes after a day.
 */
public final class MessageFiles implements ReceivedFiles {
    /** What is fetched comes while the message waits for its answer. */
    private static final long MOST_FETCHED = 64L << 20;

    private final Materials materials;
    private final PartnerFiles partners;
    private final IntakeGate gate;
    private final PartyId party;

    /** For a message of this party. */
    public MessageFiles(Materials materials, PartnerFiles partners, IntakeGate gate, PartyId party) {
        this.materials = materials;
        this.partners = partners;
        this.gate = gate;
        this.party = party;
    }

    @Override
    public Received keep(byte[] octets) {
        requireRoom();
        return received(materials.keep(party, new ByteArrayInputStream(octets), octets.length));
    }

    @Override
    public Received fetch(URI where) {
        requireRoom();
        try (InputStream octets = partners.open(party, where)) {
            return received(materials.keep(party, octets, MOST_FETCHED));
        } catch (Rejection refused) {
            throw told(refused);
        } catch (IOException brokenOff) {
            throw away();
        }
    }

    /** A message may have many files, and the disk fill up between two of them. */
    private void requireRoom() {
        gate.closed().ifPresent(closed -> {
            throw closed;
        });
    }

    /** In the words of a message: a file that breaks off may come whole the next time, one that is too large will not get smaller. */
    private static Rejection told(Rejection refused) {
        return switch (refused.code()) {
            case MALFORMED -> away();
            case TOO_LARGE ->
                Rejection.untranslatable(
                        "file-size",
                        "文件超过 " + MOST_FETCHED + " 字节，请用 PUT /v1/materials 上传",
                        "The file has more than " + MOST_FETCHED + " bytes; upload it by PUT /v1/materials.");
            default -> refused;
        };
    }

    private static Rejection away() {
        return new Rejection(ProblemCode.UNAVAILABLE, "A file could not be fetched; send the message again.");
    }

    private static Received received(Materials.Upload upload) {
        return new Received(upload.name(), upload.received());
    }
}
