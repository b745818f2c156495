package org.tongqu.ittests.whole;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tongqu.ittests.platform.AgencyPlatform;
import org.tongqu.ittests.platform.ApprovalPlatform;
import org.tongqu.ittests.platform.CertificatePlatform;
import org.tongqu.ittests.platform.EvaluationPlatform;
import org.tongqu.ittests.platform.FilingPlatform;
import org.tongqu.ittests.platform.GuizhouPlatform;
import org.tongqu.ittests.platform.HotlinePlatform;
import org.tongqu.ittests.platform.InsurancePlatform;
import org.tongqu.ittests.platform.JiningPlatform;
import org.tongqu.ittests.platform.NationalPlatform;
import org.tongqu.ittests.platform.ShaanxiPlatform;
import org.tongqu.ittests.platform.ShandongPlatform;
import org.tongqu.ittests.platform.Sm2Keys;
import org.tongqu.ittests.platform.Sm4Key;
import org.tongqu.ittests.platform.WaterPlatform;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.ittests.site.TlsFiles;
import org.tongqu.record.PartyId;
import org.tongqu.security.key.PrivateFile;

/**
 * The platforms that speak dialects, at the far side of the one gateway of this module: who they are in its site, what it shares with
 * them, and by which secrets they know each other.
 */
final class SimulatedPlatforms implements AutoCloseable {
    /** The service that the national platform and the gateway ask each other for. */
    private static final String SERVICE = "s_9901010000000_2026";

    /** What the national library has one for. */
    private static final List<String> NATIONAL_TYPES = List.of(
            "case.accepted",
            "case.step-done",
            "case.special-started",
            "case.special-ended",
            "case.completed",
            "material.registered",
            "certificate.issued",
            "certificate.changed");

    /** What the dialects of approvals have a message for. */
    private static final List<String> APPROVALS = List.of(
            "case.noticed",
            "case.applied",
            "case.supplement-received",
            "case.pre-reviewed",
            "case.accepted",
            "case.not-accepted",
            "case.step-done",
            "case.special-started",
            "case.special-ended",
            "case.completed",
            "material.registered");

    /** What that of the case library has one for. */
    private static final List<String> CASES = List.of(
            "case.applied",
            "case.accepted",
            "case.not-accepted",
            "case.supplement-requested",
            "case.step-done",
            "case.special-started",
            "case.special-ended",
            "case.completed",
            "material.registered");

    /** What a district tells its city of a ticket. */
    private static final List<String> TICKETS_UPWARD = List.of(
            "ticket.replied",
            "ticket.returned",
            "ticket.extension-requested",
            "ticket.no-revisit-requested",
            "ticket.suspension-requested",
            "ticket.resumed",
            "ticket.monitor-replied");

    /** What a city tells its district of one. */
    private static final List<String> TICKETS_DOWNWARD = List.of(
            "ticket.dispatched",
            "ticket.return-reviewed",
            "ticket.revisited",
            "ticket.redispatched",
            "ticket.transferred",
            "ticket.extension-decided",
            "ticket.no-revisit-decided",
            "ticket.suspension-decided",
            "ticket.supervised",
            "ticket.supervision-noted",
            "ticket.monitor-noted",
            "ticket.supplemented",
            "ticket.closed");

    private final GuizhouPlatform guizhou;
    private final ApprovalPlatform approval;
    private final CertificatePlatform certificates;
    private final ShandongPlatform shandong;
    private final NationalPlatform national;
    private final EvaluationPlatform evaluations;
    private final FilingPlatform filing;
    private final HotlinePlatform hotline;
    private final TlsFiles tls;
    private final int tlsPort = ListeningPort.next();
    private final WaterPlatform water;
    private final Sm4Key insuranceCipher = Sm4Key.fresh();
    private final Sm2Keys insuranceKeys = Sm2Keys.fresh();
    private final InsurancePlatform insurance;
    private final AgencyPlatform agency;
    private final ShaanxiPlatform shaanxi;
    private final Sm4Key jiningCipher = Sm4Key.fresh();
    private final JiningPlatform jining;
    private final Sm2Keys evaluationsKeys = Sm2Keys.fresh();
    private final Sm2Keys shandongsKeys = Sm2Keys.fresh();
    private final Sm2Keys gatewaysKeys = Sm2Keys.fresh();
    private final FamilyPlatforms families;
    private final FurtherPlatforms further;
    private final Path folder;

    /** @param folder of the gateway; secrets and certificates go below it */
    SimulatedPlatforms(Path folder, Clock clock) {
        this.folder = folder;
        guizhou = new GuizhouPlatform(
                ListeningPort.next(), "990101", SharedGateway.APP_SECRET, SharedGateway.API_KEY, "base01", clock);
        approval = new ApprovalPlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET);
        certificates = new CertificatePlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET);
        shandong = new ShandongPlatform(
                ListeningPort.next(), "990101", SharedGateway.APP_SECRET, shandongsKeys, gatewaysKeys.publicKey());
        national = new NationalPlatform(ListeningPort.next(), "990101", SERVICE, SharedGateway.API_KEY, clock);
        evaluations = new EvaluationPlatform(
                ListeningPort.next(),
                "990101",
                SharedGateway.APP_SECRET,
                evaluationsKeys,
                gatewaysKeys.publicKey(),
                clock);
        filing = new FilingPlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET);
        hotline = new HotlinePlatform(ListeningPort.next(), "district", SharedGateway.APP_SECRET);
        tls = TlsFiles.make(folder.resolve("tls"), "gateway", "water", "neighbour", "soap");
        water = new WaterPlatform(ListeningPort.next(), tls.context("water"));
        shaanxi = new ShaanxiPlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET, clock);
        jining = new JiningPlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET, jiningCipher, clock);
        insurance = new InsurancePlatform(
                ListeningPort.next(),
                "990101",
                SharedGateway.API_KEY,
                insuranceCipher,
                insuranceKeys,
                gatewaysKeys.publicKey(),
                clock);
        families = new FamilyPlatforms(folder, clock);
        further = new FurtherPlatforms(folder, clock);
        agency = new AgencyPlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET);
        keep("sm4-key", insuranceCipher.key());
        keep("jining-key", jiningCipher.key());
        keep("app-secret", SharedGateway.APP_SECRET);
        keep("sm2-private-key", gatewaysKeys.privateKey());
        keep("api-key", SharedGateway.API_KEY);
    }

    /** Adds to the site what its parties alone do not say. */
    void complete(GeneratedSite site) {
        site.addDialect(Path.of("src/test/resources/dialects/demo-filing"));
        site.addDialect(Path.of("src/test/resources/dialects/demo-water"));
        site.addDialect(Path.of("src/test/resources/dialects/demo-insurance"));
        site.addDialect(Path.of("src/test/resources/dialects/demo-shandong"));
        site.writeParty(water("http://127.0.0.1:" + site.port() + "/"));
        site.openTls(tlsPort, tls.identity("gateway"), tls.authority());
        site.addSharing(Path.of("src/test/resources/sharing/queries.yml"));
    }

    GuizhouPlatform guizhou() {
        return guizhou;
    }

    CertificatePlatform certificates() {
        return certificates;
    }

    ApprovalPlatform approval() {
        return approval;
    }

    ShandongPlatform shandong() {
        return shandong;
    }

    NationalPlatform national() {
        return national;
    }

    EvaluationPlatform evaluations() {
        return evaluations;
    }

    FilingPlatform filing() {
        return filing;
    }

    HotlinePlatform hotline() {
        return hotline;
    }

    ShaanxiPlatform shaanxi() {
        return shaanxi;
    }

    JiningPlatform jining() {
        return jining;
    }

    WaterPlatform water() {
        return water;
    }

    InsurancePlatform insurance() {
        return insurance;
    }

    Sm4Key insuranceCipher() {
        return insuranceCipher;
    }

    Sm2Keys insuranceKeys() {
        return insuranceKeys;
    }

    AgencyPlatform agency() {
        return agency;
    }

    FamilyPlatforms families() {
        return families;
    }

    FurtherPlatforms further() {
        return further;
    }

    int tlsPort() {
        return tlsPort;
    }

    TlsFiles tls() {
        return tls;
    }

    /** Where the platform of this party finds the gateway over TLS. */
    String secureAddressFor(String party) {
        return "https://127.0.0.1:" + tlsPort + "/v1/parties/" + party;
    }

    List<GeneratedParty> parties() {
        List<GeneratedParty> parties = new ArrayList<>();
        parties.add(GeneratedParty.sender(SharedGateway.DESK));
        parties.add(GeneratedParty.sender(SharedGateway.PORTAL));
        parties.add(GeneratedParty.fetching(SharedGateway.REPORTS));
        parties.add(speaking(
                SharedGateway.GUIZHOU,
                guizhou.url(),
                "guizhou-rest",
                Map.of(
                        "app-id",
                        "990101",
                        "app-secret",
                        secret("app-secret"),
                        "api-key",
                        secret("api-key"),
                        "api-code.baseInfo",
                        "base01")));
        parties.add(new GeneratedParty(
                new PartyId(SharedGateway.CERTIFICATES),
                "platform",
                new GeneratedParty.Reached.AnswersQueries(
                        certificates.url(),
                        "certificate-sharing",
                        Map.of("app-id", "990101", "app-secret", secret("app-secret")))));
        parties.add(speaking(
                SharedGateway.APPROVAL,
                approval.url(),
                "approvedatainfo-xml",
                Map.of("app-id", "990101", "app-secret", secret("app-secret"))));
        parties.add(speaking(
                SharedGateway.SHANDONG,
                shandong.url(),
                "demo-shandong",
                Map.of(
                        "app-id",
                        "990101",
                        "app-secret",
                        secret("app-secret"),
                        "sm2-public-key",
                        shandongsKeys.publicKey(),
                        "sm2-private-key",
                        secret("sm2-private-key"))));
        parties.add(speaking(
                SharedGateway.NATIONAL,
                national.url(),
                "national-rest",
                Map.of("rid", "990101", "sid", SERVICE, "app-key", secret("api-key"))));
        parties.add(speaking(
                SharedGateway.EVALUATIONS,
                evaluations.url(),
                "haochaping",
                Map.of(
                        "app-mark",
                        "990101",
                        "app-word",
                        secret("app-secret"),
                        "sm2-public-key",
                        evaluationsKeys.publicKey(),
                        "sm2-private-key",
                        secret("sm2-private-key"))));
        parties.add(speaking(
                SharedGateway.FILING,
                filing.url(),
                "demo-filing",
                Map.of("user", "990101", "password", secret("app-secret"))));
        parties.add(water(""));
        parties.add(speaking(
                SharedGateway.INSURANCE,
                insurance.url(),
                "demo-insurance",
                Map.of(
                        "paas-id",
                        "990101",
                        "token",
                        secret("api-key"),
                        "sm4-key",
                        secret("sm4-key"),
                        "sm4-iv",
                        insuranceCipher.iv(),
                        "sm2-public-key",
                        insuranceKeys.publicKey(),
                        "sm2-private-key",
                        secret("sm2-private-key"))));
        parties.add(new GeneratedParty(
                new PartyId(SharedGateway.WATER + "-bills"),
                "utility",
                new GeneratedParty.Reached.AnswersQueries(
                        water.url(), "demo-water", Map.of("client-certificate", "file:" + tls.identity("gateway")))));
        parties.add(new GeneratedParty(
                new PartyId(SharedGateway.LIBRARY),
                "platform",
                new GeneratedParty.Reached.OnlyCalls(
                        "certificate-sharing", Map.of("app-id", "990101", "app-secret", secret("app-secret")))));
        parties.add(new GeneratedParty(
                new PartyId(SharedGateway.CITY),
                "platform",
                new GeneratedParty.Reached.OnlyCalls(
                        "national-exchange", Map.of("rid", "990101", "sid", SERVICE, "app-key", secret("api-key")))));
        parties.add(new GeneratedParty(
                new PartyId(SharedGateway.AGENCY),
                "department",
                new GeneratedParty.Reached.AnswersQueries(
                        agency.url(), "plain-query", Map.of("user", "990101", "password", secret("app-secret")))));
        List.of(
                        SharedGateway.APPROVAL,
                        SharedGateway.SHAANXI,
                        SharedGateway.JINING,
                        SharedGateway.SHANDONG,
                        SharedGateway.NATIONAL)
                .forEach(platform -> parties.add(GeneratedParty.sender(platform + "-sender")));
        parties.add(speaking(SharedGateway.JINING, jining.url(), "approvedatainfo-jining", jiningCredentials()));
        parties.add(answering(
                SharedGateway.APPROVAL,
                approval.url(),
                "approvedatainfo-xml",
                Map.of("app-id", "990101", "app-secret", secret("app-secret"))));
        parties.add(answering(
                SharedGateway.SHAANXI,
                shaanxi.url(),
                "approvedatainfo-json",
                Map.of("app-key", "990101", "app-secret", secret("app-secret"))));
        parties.add(answering(SharedGateway.JINING, jining.url(), "approvedatainfo-jining", jiningCredentials()));
        parties.add(speaking(
                SharedGateway.CITY_HOTLINE,
                hotline.url(),
                "ataf-soap",
                Map.of("user", "district", "password", secret("app-secret"))));
        parties.add(speaking(
                SharedGateway.SHAANXI,
                shaanxi.url(),
                "approvedatainfo-json",
                Map.of("app-key", "990101", "app-secret", secret("app-secret"))));
        parties.add(new GeneratedParty(
                new PartyId(SharedGateway.EXCHANGE),
                "platform",
                new GeneratedParty.Reached.AnswersQueries(
                        national.url(),
                        "national-exchange",
                        Map.of("rid", "990101", "sid", SERVICE, "app-key", secret("api-key")))));
        parties.addAll(families.parties());
        parties.addAll(further.parties());
        return parties;
    }

    List<GeneratedRule> rules() {
        List<GeneratedRule> rules = new ArrayList<>();
        rules.add(whole("cases-to-guizhou", List.of("case.applied"), SharedGateway.DESK, SharedGateway.GUIZHOU));
        rules.add(whole(
                "acceptances-to-approval",
                List.of("case.accepted", "case.step-done", "material.registered"),
                SharedGateway.DESK,
                SharedGateway.APPROVAL));
        rules.add(whole("cases-to-shandong", List.of("case.applied"), SharedGateway.PORTAL, SharedGateway.SHANDONG));
        rules.add(whole(
                "acceptances-to-national", List.of("case.accepted"), SharedGateway.PORTAL, SharedGateway.NATIONAL));
        rules.add(whole(
                "whole-cases-to-national", NATIONAL_TYPES, SharedGateway.NATIONAL + "-sender", SharedGateway.NATIONAL));
        rules.add(whole(
                "evaluations-upward", List.of("case.evaluated"), SharedGateway.PORTAL, SharedGateway.EVALUATIONS));
        rules.add(whole(
                "materials-to-filing", List.of("material.registered"), SharedGateway.PORTAL, SharedGateway.FILING));
        rules.add(whole(
                "payments-to-water",
                List.of("utility.paid", "utility.opening-requested"),
                SharedGateway.PORTAL,
                SharedGateway.WATER));
        rules.add(
                whole("documents-to-water", List.of("material.registered"), SharedGateway.PORTAL, SharedGateway.WATER));
        rules.add(whole(
                "insurances-to-insurance",
                List.of("social-insurance.registered"),
                SharedGateway.PORTAL,
                SharedGateway.INSURANCE));
        rules.add(whole(
                "what-insurance-reports",
                List.of("social-insurance.registered"),
                SharedGateway.INSURANCE,
                SharedGateway.REPORTS));
        rules.add(whole(
                "what-water-reports",
                List.of("utility.paid", "utility.opening-requested"),
                SharedGateway.WATER,
                SharedGateway.REPORTS));
        for (String platform : List.of(SharedGateway.APPROVAL, SharedGateway.SHAANXI, SharedGateway.JINING)) {
            rules.add(whole(
                    "cases-to-" + platform.replaceFirst("^[0-9]+\\.", ""), APPROVALS, platform + "-sender", platform));
        }
        rules.add(whole("cases-to-the-library", CASES, SharedGateway.SHANDONG + "-sender", SharedGateway.SHANDONG));
        rules.add(whole("what-shaanxi-reports", APPROVALS, SharedGateway.SHAANXI, SharedGateway.REPORTS));
        rules.add(whole("what-jining-reports", APPROVALS, SharedGateway.JINING, SharedGateway.REPORTS));
        rules.add(whole(
                "what-filing-reports", List.of("material.registered"), SharedGateway.FILING, SharedGateway.REPORTS));
        rules.add(whole(
                "what-evaluations-report",
                List.of("case.evaluated"),
                SharedGateway.EVALUATIONS,
                SharedGateway.REPORTS));
        rules.add(whole("tickets-to-the-city", TICKETS_UPWARD, SharedGateway.REPORTS, SharedGateway.CITY_HOTLINE));
        rules.add(whole("what-the-city-tells", TICKETS_DOWNWARD, SharedGateway.CITY_HOTLINE, SharedGateway.REPORTS));
        // The city's exchange knows no signing.
        rules.add(whole(
                "signed-in-the-district", List.of("ticket.signed"), SharedGateway.REPORTS, SharedGateway.HOTLINE));
        rules.add(whole("what-shandong-reports", CASES, SharedGateway.SHANDONG, SharedGateway.REPORTS));
        rules.add(whole("what-national-reports", NATIONAL_TYPES, SharedGateway.NATIONAL, SharedGateway.REPORTS));
        rules.add(whole("what-guizhou-reports", List.of("case.applied"), SharedGateway.GUIZHOU, SharedGateway.REPORTS));
        rules.add(whole("what-approval-reports", APPROVALS, SharedGateway.APPROVAL, SharedGateway.REPORTS));
        rules.addAll(families.rules());
        rules.addAll(further.rules());
        return rules;
    }

    static GeneratedRule whole(String name, List<String> types, String from, String to) {
        return new GeneratedRule(name, types, List.of(from), List.of(to), List.of());
    }

    static GeneratedParty speaking(String id, String url, String dialect, Map<String, String> credentials) {
        return new GeneratedParty(
                new PartyId(id), "platform", new GeneratedParty.Reached.Speaks(url, dialect, credentials));
    }

    /** The same platform where it answers questions. */
    private static GeneratedParty answering(String id, String url, String dialect, Map<String, String> credentials) {
        return new GeneratedParty(
                new PartyId(id + "-cases"),
                "platform",
                new GeneratedParty.Reached.AnswersQueries(url, dialect, credentials));
    }

    private Map<String, String> jiningCredentials() {
        return Map.of(
                "app-key",
                "990101",
                "app-secret",
                secret("app-secret"),
                "sm4-key",
                secret("jining-key"),
                "sm4-iv",
                jiningCipher.iv());
    }

    private GeneratedParty water(String gateway) {
        return new GeneratedParty(
                new PartyId(SharedGateway.WATER),
                "platform",
                new GeneratedParty.Reached.Speaks(
                        water.url(),
                        "demo-water",
                        Map.of(
                                "client-certificate",
                                "file:" + tls.identity("gateway"),
                                "caller-certificate",
                                tls.fingerprint("water")),
                        gateway));
    }

    private String secret(String name) {
        return "file:" + folder.resolve("secrets").resolve(name);
    }

    private void keep(String name, String secret) {
        PrivateFile.replace(folder.resolve("secrets").resolve(name), secret.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        guizhou.close();
        approval.close();
        certificates.close();
        shandong.close();
        national.close();
        evaluations.close();
        filing.close();
        hotline.close();
        water.close();
        insurance.close();
        agency.close();
        families.close();
        further.close();
        shaanxi.close();
        jining.close();
    }
}
