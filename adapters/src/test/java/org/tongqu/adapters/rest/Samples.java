package org.tongqu.adapters.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.Digest;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.port.RecordLedger.DeliveryView;
import org.tongqu.record.port.RecordLedger.Event;
import org.tongqu.record.port.RecordLedger.RecordView;
import org.tongqu.record.schema.CodeTable;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;

/** Things of the fictional county 990101. */
final class Samples {
    static final PartyId WINDOW = new PartyId("990101.window");
    static final PartyId TAX = new PartyId("990101.tax");
    static final String WINDOW_PROOF = "Seal proof-of.990101.window";
    static final String TAX_PROOF = "Seal proof-of.990101.tax";
    static final Seal SEAL = new Seal("eyJhbGciOiJTTTJTTTMifQ", "c2lnbmF0dXJl");
    static final SealedText RECEIPT =
            new SealedText("{\"sender\": \"990101.window\",\"id\":\"r-1\",\"说\":\"\\\"\"}", SEAL);
    static final SealedText ANSWER = new SealedText("{\"results\":[]}", SEAL);
    static final DeliveryId DELIVERY = new DeliveryId("3f1c0a5e9b7d4c2e8a6f1b0d9c8e7a65");
    static final Digest DIGEST = new Digest("sm3:" + "7c".repeat(32));
    static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");
    static final Site SITE = new Site(
            "990101",
            1,
            "示范县",
            "Model County",
            "county",
            PartyId.gatewayOf("990101"),
            List.of(new PartyKey(
                    KeyId.parse("990101.gateway#2026"),
                    SealAlgorithm.ES256,
                    List.of(certificate()),
                    PartyKey.DEFAULT_SM2_USER_ID,
                    null)),
            Map.of(TAX, tax()),
            new SharingRules(List.of()),
            DoorApplication.LIMITS,
            List.of(),
            List.of(),
            WorkdayCalendar.shipped());

    /** What is shipped, and a table {@code lamp} of three versions, of which the second is in force at noon. */
    static final CodeTables CODES = CodeTables.of(Stream.concat(
                    CodeTables.shipped().names().stream().flatMap(name -> CodeTables.shipped().versions(name).stream()),
                    Stream.of(lamp("1.0", "2025-07-01"), lamp("1.1", "2026-03-02"), lamp("2.0", "2026-03-03")))
            .toList());

    private Samples() {}

    private static CodeTable lamp(String version, String effectiveFrom) {
        return new CodeTable(
                "lamp",
                version,
                "灯",
                "lamp",
                LocalDate.parse(effectiveFrom),
                "-",
                Map.of("A", new CodeTable.Entry("亮", "lit")));
    }

    private static Party tax() {
        return new Party(
                TAX,
                "税务局",
                "Tax",
                "county",
                "tax",
                List.of(),
                new Endpoint.Pull(),
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                Party.DEFAULT_MAX_RECORD_SIZE);
    }

    static RecordView record() {
        return new RecordView(
                new RecordId(WINDOW, "r-1"),
                RecordType.parse("case.accepted"),
                new BusinessKey("990101", "case", "c-1"),
                7,
                DIGEST,
                NOON,
                1,
                RECEIPT,
                List.of(new DeliveryView(
                        DELIVERY,
                        TAX,
                        "case-to-tax",
                        DeliveryState.WAITING,
                        2,
                        NOON.plusMillis(1500),
                        "PARTNER_AWAY_503",
                        "维护中",
                        null,
                        List.of(
                                new Event(NOON, DeliveryState.ACCEPTED, 0, null),
                                new Event(NOON.plusMillis(20), DeliveryState.WAITING, 2, "PARTNER_AWAY_503")))));
    }

    static X509Certificate certificate() {
        try (InputStream pem = Samples.class.getResourceAsStream("gateway.pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
