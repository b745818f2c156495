package org.tongqu.config.site;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.PartyKey;

/** Reads one entry of {@code keys:}, the gateway's and the parties' alike. */
final class KeyReader {
    private static final List<String> ALGORITHMS =
            Arrays.stream(SealAlgorithm.values()).map(SealAlgorithm::wire).toList();

    private final CertificateFiles certificates;
    private final Problems problems;

    KeyReader(CertificateFiles certificates, Problems problems) {
        this.certificates = certificates;
        this.problems = problems;
    }

    /** The keys of a party; those with mistakes are left out. */
    List<PartyKey> read(PartyId party, List<YamlMap> entries) {
        List<PartyKey> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlMap entry : entries) {
            Optional<Placed<KeyId>> kid = entry.requiredText("id")
                    .flatMap(id -> id.as(
                            key -> new KeyId(party, key),
                            "字母、数字、.-_，至多 40 / letters, digits, .-_, at most 40",
                            problems));
            kid.filter(id -> !ids.add(id.value().key()))
                    .ifPresent(id -> problems.add(
                            id.place(),
                            "密钥标识重复 / key id stands twice",
                            "每个密钥用新的标识，永不重用 / give every key an id of its own, never reused"));
            Optional<SealAlgorithm> algorithm = entry.requiredText("algorithm").flatMap(this::algorithm);
            List<X509Certificate> chain =
                    entry.requiredText("certificate").map(certificates::chain).orElse(List.of());
            String userId = entry.text("sm2-user-id").map(Placed::value).orElse(PartyKey.DEFAULT_SM2_USER_ID);
            Optional<Placed<Instant>> revokedAt = entry.text("revoked-at")
                    .flatMap(at -> at.as(
                            KeyReader::instant,
                            "写成 2026-01-31T00:00:00Z / write it like 2026-01-31T00:00:00Z",
                            problems));
            entry.refuseUnknown();
            if (kid.isPresent() && algorithm.isPresent() && !chain.isEmpty()) {
                requireFitting(entry, algorithm.get(), chain.get(0));
                keys.add(new PartyKey(
                        kid.get().value(),
                        algorithm.get(),
                        chain,
                        userId,
                        revokedAt.map(Placed::value).orElse(null)));
            }
        }
        return keys;
    }

    private void requireFitting(YamlMap entry, SealAlgorithm stated, X509Certificate certificate) {
        Optional<SealAlgorithm> actual = CertificateFiles.algorithmOf(certificate);
        if (!actual.equals(Optional.of(stated))) {
            problems.add(
                    entry.placeOf("algorithm"),
                    "证书的密钥不是 " + stated.wire() + " / the certificate's key is not for " + stated.wire(),
                    actual.map(a -> "改为 " + a.wire() + " / change it to " + a.wire())
                            .orElse("换用 SM2、P-256、Ed25519 或 RSA 证书 / use an SM2, P-256, Ed25519 or RSA certificate"));
        }
    }

    private Optional<SealAlgorithm> algorithm(Placed<String> wire) {
        Optional<SealAlgorithm> algorithm = SealAlgorithm.ofWire(wire.value());
        if (algorithm.isEmpty()) {
            problems.add(
                    wire.place(),
                    "未知的算法 \"" + wire.value() + "\" / unknown algorithm \"" + wire.value() + "\"",
                    Problems.suggest(wire.value(), ALGORITHMS));
        }
        return algorithm;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a time", e);
        }
    }
}
