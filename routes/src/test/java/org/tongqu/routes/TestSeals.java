package org.tongqu.routes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.seal.Origin;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;

/** Seals that anybody can make but that bind header and octets as real ones do; SHA-256 stands in for SM3. */
final class TestSeals implements SealVerifier, Sealer, Digests, BlindIndex {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    static Seal by(PartyId party, SealType type, byte[] octets) {
        return seal(SealHeader.plain(SealAlgorithm.ES256, new KeyId(party, "k1"), type, TestSite.ID, AT), octets);
    }

    private static Seal seal(SealHeader header, byte[] octets) {
        String head = header.encode();
        return new Seal(head, signature(head, octets));
    }

    private static String signature(String head, byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(Seal.signingInput(head, octets)));
    }

    @Override
    public Verified verify(Seal seal, byte[] octets, SealType type) {
        SealHeader header = SealHeader.read(seal);
        if (!signature(seal.protectedHeader(), octets).equals(seal.signature()) || header.typ() != type) {
            throw new Rejection(ProblemCode.SEAL_INVALID, "The seal does not verify.");
        }
        return new Verified(header.kid().party(), header);
    }

    @Override
    public Seal receipt(String audience, byte[] octets) {
        return gateway(SealType.RECEIPT, audience, octets, null);
    }

    @Override
    public Seal answer(String audience, byte[] octets) {
        return gateway(SealType.ANSWER, audience, octets, null);
    }

    @Override
    public Seal record(byte[] octets) {
        return gateway(SealType.RECORD, TestSite.ID, octets, null);
    }

    @Override
    public Seal delivery(String audience, byte[] octets, DeliveryFacts facts) {
        return gateway(SealType.DELIVERY, audience, octets, facts);
    }

    private static Seal gateway(SealType type, String audience, byte[] octets, @Nullable DeliveryFacts facts) {
        KeyId kid = new KeyId(TestSite.GATEWAY, "g1");
        Origin origin = facts == null ? null : facts.origin();
        return seal(
                new SealHeader(
                        SealAlgorithm.ES256,
                        kid,
                        type,
                        audience,
                        AT,
                        origin,
                        facts == null ? null : facts.delivery(),
                        facts == null ? null : facts.rule(),
                        facts == null ? List.of() : facts.gap(),
                        facts == null ? null : facts.attestation()),
                octets);
    }

    @Override
    public Digest sm3(byte[] octets) {
        return Digest.of(sha256(octets));
    }

    @Override
    public Digest commitment(byte[] salt, byte[] octets) {
        return Digest.of(sha256(salt, octets));
    }

    @Override
    public Running running() {
        throw new UnsupportedOperationException("not a matter of the routes");
    }

    @Override
    public byte[] mark(String field, String value) {
        return sha256(field.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
