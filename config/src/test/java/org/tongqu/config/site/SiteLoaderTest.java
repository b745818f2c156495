package org.tongqu.config.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.config.files.FileProblem;
import org.tongqu.config.site.SiteSettings.SecretReference;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.HolidayNotice;
import org.tongqu.record.calendar.LimitUnit;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.sharing.Grant;
import org.tongqu.record.sharing.Mask;
import org.tongqu.record.sharing.SharingRule;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;
import org.tongqu.record.site.Site;
import org.tongqu.record.ticket.DispatchCatalogue;
import org.tongqu.record.ticket.Hotline;
import org.tongqu.record.ticket.Within;

class SiteLoaderTest {
    private static final String SMALL_SITE =
            """
            id: 990101
            name: {zh: 县, en: County}
            level: county
            gateway:
              keys:
                - {id: k1, algorithm: SM2SM3, certificate: keys/sm2.pem, private-key: "file:secrets/gateway.key"}
            trust: {anchors: [keys/sm2.pem]}
            """;
    private static final String WINDOW =
            """
            id: 990101.window
            name: {zh: 大厅, en: Hall}
            level: county
            kind: window
            keys: [{id: k1, algorithm: SM2SM3, certificate: keys/sm2.pem}]
            endpoint: {mode: pull}
            """;
    private static final String TAX =
            """
            id: 990101.tax
            name: {zh: 税务, en: Tax}
            level: county
            kind: tax
            keys: [{id: k1, algorithm: ES256, certificate: keys/p256.pem}]
            endpoint: {mode: push, url: "https://tax.example/in", repeat: safe}
            """;

    private static final String YEAR_2027 =
            """
            notice: 试 2027
            source: "-"
            days-off: [{from: 2026-12-31, to: 2027-01-02, name: {zh: 元旦, en: New Year}}]
            make-up-workdays: [2027-01-09, 2026-12-26]
            """;

    private static final String HOTLINE =
            """
            signing: required
            returns: {most: 2}
            extensions: {most: 1, by: 5G}
            limits:
              - {urgency: "3", sign: 1h, reply: 0Z}
              - {category: ["1", "2"], reply: 3G}
            remind: {sign: 15m, reply: 24h}
            catalogue:
              - {topic: "0301", area: "990101", to: 990101.tax}
              - {topic: "0302", to: 990101.window}
            """;

    private static final String BY_CATALOGUE =
            """
            rules:
              - name: one
                types: [ticket.dispatched]
                from: [990101.window]
                to: [990101.tax, 990101.window]
                by: dispatch-catalogue
                grant: whole
                purpose: p
                legal-basis: l
            """;

    @TempDir
    Path directory;

    @Test
    void everyDefaultIsWhatTheFormatSays() throws InvalidSite {
        LoadedSite loaded = smallSite().load();

        Site site = loaded.site();
        assertThat(site.id()).isEqualTo("990101");
        assertThat(site.version()).isEqualTo(7);
        assertThat(site.gateway()).isEqualTo(new PartyId("990101.gateway"));
        assertThat(site.rules().all()).isEmpty();
        assertThat(site.revocationLists()).isEmpty();
        assertThat(site.hotline()).isEqualTo(Hotline.WITHOUT_LIMITS);
        Limits limits = site.limits();
        assertThat(limits.maxRecordSize()).isEqualTo(1_048_576);
        assertThat(limits.maxBatchSize()).isEqualTo(16_777_216);
        assertThat(limits.maxBatchItems()).isEqualTo(500);
        assertThat(limits.deliveryDeadline()).isEqualTo(Duration.ofDays(30));
        assertThat(limits.identityRetention()).isEqualTo(Duration.ofDays(400));
        assertThat(limits.awakeLanes()).isEqualTo(32);
        assertThat(limits.outstandingBells()).isEqualTo(2000);
        Party tax = site.party(new PartyId("990101.tax")).orElseThrow();
        assertThat(tax.endpoint())
                .isEqualTo(new Endpoint.Push(
                        URI.create("https://tax.example/in"),
                        Duration.ofSeconds(30),
                        Repeat.SAFE,
                        ReceiptKind.SEALED,
                        16));
        assertThat(tax.numbersForItself()).isFalse();
        assertThat(tax.maxRecordAge()).isEqualTo(Duration.ofDays(30));
        assertThat(tax.maxRecordSize()).isEqualTo(1_048_576);
        assertThat(tax.keys().get(0).sm2UserId()).isEqualTo("1234567812345678");
        assertThat(tax.keys().get(0).revokedAt()).isNull();
        assertThat(loaded.settings().listen())
                .isEqualTo(new SiteSettings.Listen("127.0.0.1", 8080, 8081, null, Set.of(), ""));
        assertThat(loaded.settings().storage()).isEqualTo(new SiteSettings.Storage(null, 268_435_456L));
        assertThat(loaded.settings().privateKeys())
                .containsExactly(new SiteSettings.PrivateKeyFile(
                        KeyId.parse("990101.gateway#k1"), Path.of("/data/secrets/gateway.key"), null));
    }

    @Test
    void severalNodesShareDatabaseBrokerAndMasterKey() throws InvalidSite {
        SiteSettings.Shared shared = sharing(
                        """
                        storage: {master-key: "env:TONGQU_MASTER_KEY"}
                        database: {url: "jdbc:postgresql://db:5432/tongqu", user: u, password: "env:DATABASE"}
                        broker: {url: "(tcp://a:61616,tcp://b:61616)?ha=true", user: v, password: "file:mq", accept-without: 10m}
                        """)
                .load()
                .settings()
                .shared();

        assertThat(shared)
                .isEqualTo(new SiteSettings.Shared(
                        new SiteSettings.Server(
                                "jdbc:postgresql://db:5432/tongqu", "u", new SecretReference.InEnvironment("DATABASE")),
                        new SiteSettings.Server(
                                "(tcp://a:61616,tcp://b:61616)?ha=true",
                                "v",
                                new SecretReference.InFile(Path.of("/data/mq"))),
                        Duration.ofMinutes(10)));
    }

    @Test
    void oneSharedServerWithoutTheOtherOrTheMasterKeyIsRefused() {
        String database = "database: {url: \"jdbc:postgresql://db/tongqu\", user: u, password: \"env:P\"}\n";
        String broker = "broker: {url: \"tcp://mq:61616\", user: u, password: \"env:P\"}\n";
        String master = "storage: {master-key: \"env:M\"}\n";
        assertThat(problemsOf(sharing(master + database))).anyMatch(p -> p.contains("database and broker go together"));
        assertThat(problemsOf(sharing(master + broker))).anyMatch(p -> p.contains("database and broker go together"));
        assertThat(problemsOf(sharing(database + broker))).anyMatch(p -> p.contains("state storage.master-key"));
        assertThat(problemsOf(sharing(master + database.replace("jdbc:postgresql", "jdbc:oracle") + broker)))
                .anyMatch(p -> p.contains("this address cannot be used"));
        assertThat(problemsOf(sharing(master + database.replace("tongqu", "tongqu?user=u&password=p") + broker)))
                .anyMatch(p -> p.contains("this address cannot be used"))
                .noneMatch(p -> p.contains("password=p"));
        assertThat(problemsOf(sharing(master + database + broker.replace("61616", "61616?trustStorePassword=p"))))
                .anyMatch(p -> p.contains("this address cannot be used"));
        assertThat(problemsOf(sharing(master + database + broker.replace("tcp:", "vm:"))))
                .anyMatch(p -> p.contains("this address cannot be used"));
        assertThat(problemsOf(sharing(master + database.replace("user: u,", "user: u, accept-without: 1h,") + broker)))
                .anyMatch(p -> p.contains("accept-without"));
    }

    private SiteFolder sharing(String more) {
        return smallSite().with("site.yml", SMALL_SITE + more);
    }

    private List<String> problemsOf(SiteFolder folder) {
        return catchThrowableOfType(InvalidSite.class, folder::load).problems().stream()
                .map(FileProblem::toString)
                .toList();
    }

    @Test
    void aPortForTlsHasAnIdentityAndAPortOfItsOwn() throws InvalidSite {
        assertThat(listening("{tls: {identity: \"file:secrets/tls.pem\", clients: [keys/p256.pem]}}")
                        .load()
                        .settings()
                        .listen()
                        .tls())
                .satisfies(tls -> {
                    assertThat(tls.port()).isEqualTo(8443);
                    assertThat(tls.identity()).isEqualTo(Path.of("/data/secrets/tls.pem"));
                    assertThat(tls.clients()).hasSize(1);
                });
        assertThat(catchThrowableOfType(InvalidSite.class, () -> listening("{tls: {port: 8080, identity: plain}}")
                                .load())
                        .problems())
                .extracting(FileProblem::toString)
                .anyMatch(line -> line.contains("only where the file of the private key is may stand here"));
        assertThat(catchThrowableOfType(
                                InvalidSite.class, () -> listening("{tls: {port: 8081, identity: \"file:tls.pem\"}}")
                                        .load())
                        .problems())
                .extracting(FileProblem::toString)
                .anyMatch(line -> line.contains("the port of tls is one of the others"));
    }

    private SiteFolder listening(String listen) {
        return smallSite().with("site.yml", SMALL_SITE + "listen: " + listen + "\n");
    }

    @Test
    void aPrivateKeyInTheSitesDirectoryIsNamedWhereverItLies() {
        String key = "-----BEGIN " + "PRIVATE KEY-----\nMC4=\n-----END " + "PRIVATE KEY-----\n";
        InvalidSite invalid = catchThrowableOfType(InvalidSite.class, () -> smallSite()
                .with("keys/tax.key", key)
                .with("parties/deep/ec.pem", "-----BEGIN EC " + "PRIVATE KEY-----\n")
                .load());

        assertThat(invalid.problems())
                .extracting(FileProblem::toString)
                .anyMatch(line -> line.startsWith("keys/tax.key:0") && line.contains("must not lie"))
                .anyMatch(line -> line.startsWith("parties/deep/ec.pem:0") && line.contains("must not lie"));
    }

    @Test
    void everyKeyIsRead() throws InvalidSite, UnknownHostException {
        LoadedSite loaded = smallSite()
                .with(
                        "site.yml",
                        SMALL_SITE
                                + """
                                listen: {address: "0.0.0.0", port: 18080, admin-port: 18081, clear-passwords-from: ["192.0.2.7"], public-address: "https://gateway.example/tongqu"}
                                storage: {master-key: "env:TONGQU_MASTER_KEY", min-free-disk: 1GiB}
                                limits:
                                  max-record-size: 2MiB
                                  max-batch-size: 4MiB
                                  max-batch-items: 100
                                  max-material-size: 8MiB
                                  max-unreferenced-materials: 16MiB
                                  delivery-deadline: 12h
                                  identity-retention: 100d
                                  awake-lanes: 8
                                  outstanding-bells: 50
                                """)
                .with(
                        "parties/tax.yml",
                        """
                        id: 990101.tax
                        name: {zh: 税务, en: Tax}
                        level: city
                        kind: tax
                        keys:
                          - {id: k2, algorithm: SM2SM3, certificate: keys/sm2.pem, sm2-user-id: someone}
                          - {id: k1, algorithm: PS256, certificate: keys/rsa.pem, revoked-at: 2026-01-31T00:00:00Z}
                          - {id: k0, algorithm: EdDSA, certificate: keys/ed.pem}
                        endpoint:
                          mode: push
                          url: http://tax.example:81/in
                          timeout: 1500ms
                          repeat: unsafe
                          receipt: channel
                          consumers: 3
                        numbers-for-itself: true
                        max-record-age: 2d
                        max-record-size: 64KiB
                        """)
                .with(
                        "sharing/rules.yml",
                        """
                        rules:
                          - name: some-fields
                            types: [case.applied, "ticket.*"]
                            from: 990101.window
                            to: [990101.tax]
                            when: data.channel == "1"
                            fields: [/caseNo, /applicant/name: name, /ticketNo]
                            purpose: 核验
                            legal-basis: 某法第一条
                            onward: [990101.tax]
                        """)
                .load();

        assertThat(loaded.settings().listen())
                .isEqualTo(new SiteSettings.Listen(
                        "0.0.0.0",
                        18080,
                        18081,
                        null,
                        Set.of(InetAddress.getByName("192.0.2.7")),
                        "https://gateway.example/tongqu"));
        assertThat(loaded.settings().storage())
                .isEqualTo(new SiteSettings.Storage(
                        new SecretReference.InEnvironment("TONGQU_MASTER_KEY"), 1_073_741_824L));
        assertThat(loaded.site().limits())
                .isEqualTo(new Limits(
                        2_097_152,
                        4_194_304,
                        100,
                        8_388_608,
                        16_777_216,
                        Duration.ofHours(12),
                        Duration.ofDays(100),
                        8,
                        50));
        Party tax = loaded.site().party(new PartyId("990101.tax")).orElseThrow();
        assertThat(tax.endpoint())
                .isEqualTo(new Endpoint.Push(
                        URI.create("http://tax.example:81/in"),
                        Duration.ofMillis(1500),
                        Repeat.UNSAFE,
                        ReceiptKind.CHANNEL,
                        3));
        assertThat(tax.numbersForItself()).isTrue();
        assertThat(tax.maxRecordAge()).isEqualTo(Duration.ofDays(2));
        assertThat(tax.maxRecordSize()).isEqualTo(65_536);
        assertThat(tax.keys())
                .extracting(PartyKey::alg)
                .containsExactly(SealAlgorithm.SM2SM3, SealAlgorithm.PS256, SealAlgorithm.EDDSA);
        assertThat(tax.keys().get(0).sm2UserId()).isEqualTo("someone");
        assertThat(tax.keys().get(1).revokedAt()).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
        SharingRule rule = loaded.site().rules().all().get(0);
        assertThat(rule.name()).isEqualTo("some-fields");
        assertThat(rule.types())
                .contains(RecordType.parse("case.applied"), RecordType.parse("ticket.replied"))
                .hasSize(24);
        assertThat(rule.from()).isEqualTo(Set.of(new PartyId("990101.window")));
        assertThat(rule.to()).isEqualTo(Set.of(new PartyId("990101.tax")));
        assertThat(rule.when().orElseThrow().source()).isEqualTo("data.channel == \"1\"");
        assertThat(rule.grant())
                .isEqualTo(new Grant.Fields(List.of(
                        new Grant.Field("/caseNo", Optional.empty()),
                        new Grant.Field("/applicant/name", Optional.of(Mask.NAME)),
                        new Grant.Field("/ticketNo", Optional.empty()))));
        assertThat(rule.purpose()).isEqualTo("核验");
        assertThat(rule.legalBasis()).isEqualTo("某法第一条");
        assertThat(rule.onward()).isEqualTo(Set.of(new PartyId("990101.tax")));
    }

    @Test
    void aBrokenSiteNamesEveryMistakeAtOnceWithFileAndLine() {
        SiteFolder broken = smallSite()
                .with(
                        "site.yml",
                        """
                        id: 99010
                        name: {zh: 县, en: County}
                        levle: county
                        gateway:
                          keys:
                            - id: k1
                              algorithm: ES256
                              certificate: keys/sm2.pem
                              private-key: "-----BEGIN PRIVATE KEY-----"
                        trust:
                          anchors: [keys/nobody.pem]
                        listen: {port: 70000}
                        limits:
                          max-record-size: 1024
                          max-batch-items: 501
                        limits: {}
                        """)
                .with(
                        "parties/tax.yml",
                        """
                        id: 990101.tax
                        name: {zh: 税务}
                        level: village
                        kind: taxx
                        keys:
                          - {id: k1, algorithm: RS256, certificate: ../keys/p256.pem}
                        endpoint:
                          mode: push
                          url: ftp://tax.example/in
                          timeout: 30
                          receipt: seald
                          consumers: 17
                        max-record-age: forever
                        """)
                .with("parties/again.yml", WINDOW)
                .with(
                        "parties/mute.yml",
                        """
                        id: 990101.mute
                        name: {zh: 无, en: Mute}
                        level: county
                        kind: department
                        endpoint: {mode: none}
                        """)
                .with(
                        "parties/keyless.yml",
                        """
                        id: 990101.keyless
                        name: {zh: 无, en: Keyless}
                        level: county
                        kind: department
                        endpoint: {mode: pull}
                        """)
                .with("parties/syntax.yml", "id: 990101.x\n  name: [\n")
                .with("parties/notes.txt", "")
                .with("partys/x.yml", "")
                .with(
                        "sharing/rules.yml",
                        """
                        rules:
                          - name: one
                            types: [case.aplied]
                            from: [990101.windw]
                            to: [990101.mute]
                            grant: hole
                            purpose: p
                            legal-basis: l
                          - name: two
                            types: [case.applied]
                            from: [990101.keyless]
                            to: [990101.window]
                            when: data.x ==
                            fields: [/caseNumber, /applicant/name: nam, /item: all]
                            legal-basis: l
                          - name: two
                            types: [case.applied]
                            from: [990101.window]
                            to: [990101.window]
                            grant: whole
                            fields: [/caseNo]
                            purpose: p
                            legal-basis: l
                            onwards: [990101.window]
                          - name: two
                            types: [case.applied, ticket.closed]
                            from: [990101.window]
                            to: [990101.window]
                            fields: [/caseNo, /caseNo]
                            purpose: p
                            legal-basis: l
                        """);

        InvalidSite invalid = catchThrowableOfType(InvalidSite.class, broken::load);

        assertThat(invalid.problems())
                .extracting(p -> p.file() + ":" + p.line() + " " + english(p.what()))
                .containsExactlyInAnyOrder(
                        "site.yml:1 value \"99010\" cannot be used",
                        "site.yml:1 \"level\" is missing",
                        "site.yml:3 unknown key \"levle\"",
                        "site.yml:7 the certificate's key is not for ES256",
                        "site.yml:9 only where the file of the private key is may stand here",
                        "site.yml:11 file keys/nobody.pem does not exist",
                        "site.yml:12 value \"70000\" cannot be used",
                        "site.yml:14 value \"1024\" cannot be used",
                        "site.yml:15 value \"501\" cannot be used",
                        "site.yml:16 key \"limits\" stands twice",
                        "parties/tax.yml:2 \"en\" is missing",
                        "parties/tax.yml:3 level cannot be \"village\"",
                        "parties/tax.yml:4 kind cannot be \"taxx\"",
                        "parties/tax.yml:6 unknown algorithm \"RS256\"",
                        "parties/tax.yml:6 path outside of the site's directory",
                        "parties/tax.yml:8 \"repeat\" is missing",
                        "parties/tax.yml:9 value \"ftp://tax.example/in\" cannot be used",
                        "parties/tax.yml:10 value \"30\" cannot be used",
                        "parties/tax.yml:11 receipt cannot be \"seald\"",
                        "parties/tax.yml:12 value \"17\" cannot be used",
                        "parties/tax.yml:13 value \"forever\" cannot be used",
                        "parties/window.yml:1 party 990101.window stands in another file too",
                        "parties/keyless.yml:1 this party has to seal receipts but has no keys",
                        "parties/syntax.yml:2 YAML syntax: mapping values are not allowed here",
                        "parties/notes.txt:0 only .yml files are read",
                        "partys:0 nothing of a site has this name",
                        "sharing/rules.yml:3 no record type \"case.aplied\"",
                        "sharing/rules.yml:4 no party \"990101.windw\"",
                        "sharing/rules.yml:5 party 990101.mute has no endpoint",
                        "sharing/rules.yml:6 grant can only be whole",
                        "sharing/rules.yml:9 \"purpose\" is missing",
                        "sharing/rules.yml:11 party 990101.keyless has no keys and cannot send",
                        "sharing/rules.yml:13 condition cannot be compiled: mismatched input '<EOF>'",
                        "sharing/rules.yml:14 these types have no field \"/caseNumber\"",
                        "sharing/rules.yml:14 unknown mask \"nam\"",
                        "sharing/rules.yml:14 only a single value can be masked",
                        "sharing/rules.yml:16 exactly one of grant: whole and fields: is needed",
                        "sharing/rules.yml:16 rule name two stands twice",
                        "sharing/rules.yml:24 unknown key \"onwards\"",
                        "sharing/rules.yml:25 rule name two stands twice",
                        "sharing/rules.yml:29 field /caseNo stands twice",
                        "sharing/rules.yml:29 no field of ticket.closed is granted");
    }

    @Test
    void theHotlineHasLimitsAndACatalogueToWhichRulesRefer() throws InvalidSite {
        Site site = smallSite()
                .with("hotline.yml", HOTLINE)
                .with("sharing/rules.yml", BY_CATALOGUE)
                .load()
                .site();

        assertThat(site.hotline())
                .isEqualTo(new Hotline(
                        true,
                        2,
                        1,
                        new Within.Days(5, LimitUnit.WORKDAYS),
                        List.of(
                                new Hotline.Limit(
                                        Set.of(),
                                        Set.of("3"),
                                        new Within.Time(Duration.ofHours(1)),
                                        new Within.Days(0, LimitUnit.CALENDAR_DAYS)),
                                new Hotline.Limit(
                                        Set.of("1", "2"), Set.of(), null, new Within.Days(3, LimitUnit.WORKDAYS))),
                        Map.of("sign", Duration.ofMinutes(15), "reply", Duration.ofHours(24))));
        assertThat(site.rules().all().get(0).by())
                .contains(new DispatchCatalogue(List.of(
                        new DispatchCatalogue.Entry("0301", "990101", new PartyId("990101.tax")),
                        new DispatchCatalogue.Entry("0302", null, new PartyId("990101.window")))));
    }

    @Test
    void everyMistakeInTheHotlinesFileIsNamedAtOnce() {
        InvalidSite invalid = catchThrowableOfType(InvalidSite.class, () -> smallSite()
                .with(
                        "hotline.yml",
                        """
                        signing: maybe
                        returns: {most: many, few: 1}
                        extensions: {most: 100, by: 5}
                        limits:
                          - {urgency: "7", reply: 3W}
                          - {category: "9"}
                          - {sign: 0h, replay: 3G}
                        catalogue:
                          - {topic: "0301", area: "9901", to: 990101.tax}
                          - {to: 990101.tacks}
                          - {topic: "0303"}
                        limit: []
                        remind: {sign: soon, replies: 24h}
                        """)
                .with(
                        "sharing/rules.yml",
                        BY_CATALOGUE
                                + """
                          - name: other
                            types: [ticket.dispatched]
                            from: [990101.window]
                            to: [990101.tax]
                            by: catalog
                            grant: whole
                            purpose: p
                            legal-basis: l
                        queries:
                          - name: asked
                            types: [case.progress]
                            from: [990101.window]
                            to: [990101.tax]
                            by: dispatch-catalogue
                            grant: whole
                            purpose: p
                            legal-basis: l
                        """)
                .load());

        assertThat(invalid.problems())
                .extracting(p -> p.file() + ":" + p.line() + " " + english(p.what()))
                .contains(
                        "hotline.yml:1 signing cannot be \"maybe\"",
                        "hotline.yml:2 value \"many\" cannot be used",
                        "hotline.yml:2 unknown key \"few\"",
                        "hotline.yml:3 value \"100\" cannot be used",
                        "hotline.yml:3 value \"5\" cannot be used",
                        "hotline.yml:5 code table urgency has no \"7\"",
                        "hotline.yml:5 value \"3W\" cannot be used",
                        "hotline.yml:6 code table ticketCategory has no \"9\"",
                        "hotline.yml:6 this row has no limit",
                        "hotline.yml:7 value \"0h\" cannot be used",
                        "hotline.yml:7 unknown key \"replay\"",
                        "hotline.yml:9 value \"9901\" cannot be used",
                        "hotline.yml:10 no party \"990101.tacks\"",
                        "hotline.yml:10 this row has neither topic nor area",
                        "hotline.yml:11 \"to\" is missing",
                        "hotline.yml:12 unknown key \"limit\"",
                        "hotline.yml:13 value \"soon\" cannot be used",
                        "hotline.yml:13 unknown key \"replies\"",
                        "sharing/rules.yml:6 the dispatch catalogue does not name party 990101.window",
                        "sharing/rules.yml:14 by can only be dispatch-catalogue",
                        "sharing/rules.yml:23 unknown key \"by\"");
    }

    @Test
    void whatWouldLoseRepeatsHangLanesOrHideTheOperatorsPortIsRefused() {
        InvalidSite invalid = catchThrowableOfType(InvalidSite.class, () -> smallSite()
                .with(
                        "site.yml",
                        SMALL_SITE
                                + "listen: {admin-port: 0, clear-passwords-from: [cafe, \"::1\"], public-address: \"gateway.example/\"}\n"
                                + "limits: {identity-retention: 20d, delivery-deadline: 10d}\n")
                .with("parties/tax.yml", TAX.replace("repeat: safe", "repeat: safe, timeout: 11m"))
                .load());

        assertThat(invalid.problems())
                .extracting(p -> p.file() + " " + english(p.what()))
                .containsExactlyInAnyOrder(
                        "site.yml value \"0\" cannot be used",
                        "site.yml value \"cafe\" cannot be used",
                        "site.yml value \"gateway.example/\" cannot be used",
                        "parties/tax.yml value \"11m\" cannot be used",
                        "site.yml identity-retention is shorter than max-record-age of 990101.tax",
                        "site.yml identity-retention is shorter than max-record-age of 990101.window");
    }

    @Test
    void aKeystoreHasAPasswordAndAPrivateKeyIsInNoEnvironment() throws InvalidSite {
        String keystore = SMALL_SITE.replace("gateway.key\"", "gateway.p12\", password: \"env:KEY_PASSWORD\"");
        assertThat(smallSite().with("site.yml", keystore).load().settings().privateKeys())
                .containsExactly(new SiteSettings.PrivateKeyFile(
                        KeyId.parse("990101.gateway#k1"),
                        Path.of("/data/secrets/gateway.p12"),
                        new SecretReference.InEnvironment("KEY_PASSWORD")));

        assertThat(problemOf(SMALL_SITE.replace("gateway.key", "gateway.p12")))
                .isEqualTo("the keystore has no password");
        assertThat(problemOf(keystore.replace("gateway.p12", "gateway.pem")))
                .isEqualTo("only a .p12 keystore has a password");
        assertThat(problemOf(SMALL_SITE.replace("file:secrets/gateway.key", "env:PRIVATE_KEY")))
                .isEqualTo("only where the file of the private key is may stand here");
    }

    private String problemOf(String site) {
        return catchThrowableOfType(
                        InvalidSite.class,
                        () -> smallSite().with("site.yml", site).load())
                .problems()
                .stream()
                .map(problem -> english(problem.what()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void anEndpointThatIsAskedSaysWhere() throws InvalidSite {
        String asked =
                TAX.replace("repeat: safe", "repeat: by-query, status: \"https://tax.example/state/{delivery}\"");
        assertThat(smallSite()
                        .with("parties/tax.yml", asked)
                        .load()
                        .site()
                        .party(new PartyId("990101.tax"))
                        .orElseThrow()
                        .endpoint())
                .isInstanceOfSatisfying(Endpoint.Push.class, push -> assertThat(push.status())
                        .isEqualTo("https://tax.example/state/{delivery}"));
        for (String wrong : List.of(
                TAX.replace("repeat: safe", "repeat: by-query"),
                asked.replace("by-query", "unsafe"),
                asked.replace("{delivery}", "x"))) {
            InvalidSite invalid =
                    catchThrowableOfType(InvalidSite.class, smallSite().with("parties/tax.yml", wrong)::load);
            assertThat(invalid.problems()).as(wrong).hasSize(1);
        }
    }

    @Test
    void aMistypedWordIsAnsweredWithTheNearestKnownOne() {
        InvalidSite invalid = catchThrowableOfType(
                InvalidSite.class, smallSite().with("parties/tax.yml", TAX.replace("repeat:", "repaet:"))::load);

        assertThat(invalid.getMessage())
                .contains("parties/tax.yml:6  未知的键 \"repaet\" / unknown key \"repaet\"  → 改为 repeat / change it to"
                        + " repeat");
    }

    @Test
    void anAnchorsAliasIsNotALoophole() {
        InvalidSite invalid =
                catchThrowableOfType(InvalidSite.class, smallSite().with("parties/tax.yml", "a: &a [*a]\n")::load);

        assertThat(invalid.problems()).isNotEmpty();
    }

    @Test
    void aMissingDirectoryIsSaidSo() {
        InvalidSite invalid =
                catchThrowableOfType(InvalidSite.class, () -> new SiteLoader(org.tongqu.record.schema.Schemas.shipped())
                        .load(directory.resolve("nowhere"), directory, 1));

        assertThat(invalid.getMessage()).contains("not a directory");
    }

    @Test
    void theDifferenceOfTwoSitesNamesPartiesAndRules() throws InvalidSite {
        String rules =
                """
                rules:
                  - {name: a, types: [case.applied], from: [990101.window], to: [990101.tax], grant: whole, purpose: p, legal-basis: l}
                  - {name: b, types: [case.applied], from: [990101.window], to: [990101.tax], when: data.channel == "1", grant: whole, purpose: p, legal-basis: l}
                """;
        Site before = smallSite().with("sharing/r.yml", rules).load().site();
        Site same = smallSite().with("sharing/r.yml", rules).load().site();
        Site after = smallSite()
                .with("sharing/r.yml", rules.replace("\"1\"", "\"2\"").replace("name: a", "name: c"))
                .with("parties/tax.yml", TAX.replace("Tax}", "Taxes}"))
                .with("parties/new.yml", TAX.replace("990101.tax", "990101.new"))
                .load()
                .site();

        assertThat(SiteDifference.between(before, same)).isEmpty();
        assertThat(SiteDifference.between(before, after))
                .containsExactly("+ party 990101.new", "~ party 990101.tax", "- rule a", "~ rule b", "+ rule c");
    }

    @Test
    void aFurtherYearIsAddedToTheShippedOnes() throws InvalidSite {
        Site before = smallSite().load().site();
        Site after = smallSite().with("calendar/2027.yml", YEAR_2027).load().site();

        assertThat(before.calendar().notices().keySet()).containsExactly(2024, 2025, 2026);
        assertThat(after.calendar().notices().get(2027))
                .isEqualTo(new HolidayNotice(
                        2027,
                        "试 2027",
                        "-",
                        List.of(new HolidayNotice.DaysOff(
                                LocalDate.of(2026, 12, 31), LocalDate.of(2027, 1, 2), "元旦", "New Year")),
                        new TreeSet<>(Set.of(LocalDate.of(2026, 12, 26), LocalDate.of(2027, 1, 9)))));
        assertThat(SiteDifference.between(before, after)).containsExactly("+ calendar 2027");
    }

    @Test
    void everyMistakeOfACalendarIsNamedWithItsLine() {
        InvalidSite invalid = catchThrowableOfType(InvalidSite.class, () -> smallSite()
                .with("calendar/next.yml", YEAR_2027)
                .with("calendar/2028.yml", "notice: n\nsource: s\n")
                .with(
                        "calendar/2027.yml",
                        """
                        notice: n
                        days-off:
                          - {from: 2027-01-01, to: 2027-01-03, name: {zh: 元旦, en: New Year}}
                          - {from: 2027-02-30, to: 2027-03-01, name: {zh: 节, en: feast}}
                          - {from: 2027-05-05, to: 2027-05-01, name: {zh: 节, en: feast}}
                          - {from: 2027-01-03, to: 2027-01-04, name: {zh: 节, en: feast}}
                          - {from: 2027-12-31, to: 2028-01-01, name: {zh: 节, en: feast}, days: 2}
                          - {from: 2026-11-30, to: 2026-12-01, name: {zh: 节, en: feast}}
                        make-up-workdays:
                          - 2027-01-09
                          - 2027-01-08
                          - 2027-01-02
                          - 2027-01-09
                          - 2028-01-01
                          - tomorrow
                        makeup: []
                        """)
                .load());

        assertThat(invalid.problems().stream()
                        .map(problem -> problem.file() + ":" + problem.line() + " " + english(problem.what())))
                .containsExactly(
                        "calendar/2027.yml:1 \"source\" is missing",
                        "calendar/2027.yml:4 value \"2027-02-30\" cannot be used",
                        "calendar/2027.yml:5 the last day 2027-05-01 is before the first",
                        "calendar/2027.yml:6 days off overlap with 2027-01-01 to 2027-01-03",
                        "calendar/2027.yml:7 unknown key \"days\"",
                        "calendar/2027.yml:7 2028-01-01 is neither in 2027 nor in the December before",
                        "calendar/2027.yml:8 2026-11-30 is neither in 2027 nor in the December before",
                        "calendar/2027.yml:11 make-up workday 2027-01-08 is a workday already",
                        "calendar/2027.yml:12 make-up workday 2027-01-02 is a day off too",
                        "calendar/2027.yml:13 make-up workday 2027-01-09 stands twice",
                        "calendar/2027.yml:14 2028-01-01 is neither in 2027 nor in the December before",
                        "calendar/2027.yml:15 value \"tomorrow\" cannot be used",
                        "calendar/2027.yml:16 unknown key \"makeup\"",
                        "calendar/2028.yml:1 there are no days off",
                        "calendar/next.yml:0 the file's name is no year");
    }

    private SiteFolder smallSite() {
        return new SiteFolder(directory)
                .with("site.yml", SMALL_SITE)
                .with("parties/window.yml", WINDOW)
                .with("parties/tax.yml", TAX);
    }

    private static String english(String both) {
        return both.substring(both.indexOf(" / ") + 3)
                .replaceFirst("(condition cannot be compiled: [^\\n]*?<EOF>').*", "$1")
                .lines()
                .findFirst()
                .orElse("");
    }
}
