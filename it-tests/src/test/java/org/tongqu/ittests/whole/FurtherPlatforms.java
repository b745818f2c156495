package org.tongqu.ittests.whole;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tongqu.ittests.platform.DocumentPlatform;
import org.tongqu.ittests.platform.ExchangeSigner;
import org.tongqu.ittests.platform.JsonPlatform;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.record.PartyId;

/** The platforms that exchange documents, and a registrar with those who follow it, at the far side of the one gateway of this module. */
final class FurtherPlatforms implements AutoCloseable {
    /** Exchanges documents in the form of Zhuhai; {@code <party>-sender} sends to it, {@code <party>-cases} is asked. */
    static final String DOCUMENTS = "990100.documents";

    /** Exchanges them by an asmx. */
    static final String ASMX = "990100.asmx";

    static final String TASKS = "990100.tasks";
    static final String WATERWORKS = "990101.waterworks";
    static final String TEXTING = "990101.texting";
    static final String REGISTRAR = "990101.registrar";
    static final String EMPLOYERS = "990101.employers-insurance";
    static final String FUND = "990101.fund";
    static final String ACCOUNTS = "990101.accounts";
    static final String FOLLOWER = "990101.follower";

    /** Sends what the window and the registry have. */
    static final String OFFICE = "990101.further-office";

    /** Fetches what these platforms report, and handles the tickets among it. */
    static final String HEARD = "990101.further-heard";

    private static final String SERVICE = "s_9901010000000_2026";
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
    private static final List<String> REGISTRATIONS =
            List.of("enterprise.registered", "enterprise.changed", "enterprise.deregistered");
    private static final List<String> REPORTS =
            List.of("enterprise.fan-out-reported", "social-insurance.registered", "provident-fund.registered");

    private final DocumentPlatform documents;
    private final DocumentPlatform asmx;
    private final JsonPlatform tasks;
    private final JsonPlatform waterworks;
    private final JsonPlatform texting;
    private final ExchangeSigner signer;
    private final JsonPlatform registrar;
    private final Map<String, JsonPlatform> followers = new TreeMap<>();
    private final Path secrets;

    FurtherPlatforms(Path folder, Clock clock) {
        secrets = folder.resolve("secrets");
        String secret = SharedGateway.APP_SECRET;
        documents = DocumentPlatform.zhuhai(ListeningPort.next(), "990101", secret);
        asmx = DocumentPlatform.epoint(ListeningPort.next(), "990101", secret, SharedGateway.API_KEY);
        tasks = JsonPlatform.hotline(ListeningPort.next(), "990101", secret);
        waterworks = JsonPlatform.water(ListeningPort.next(), "990101", secret);
        texting = JsonPlatform.texting(ListeningPort.next(), "990101", secret, clock);
        signer = new ExchangeSigner("990101", SERVICE, SharedGateway.API_KEY, clock);
        registrar = JsonPlatform.registrar(ListeningPort.next(), signer);
        List.of(EMPLOYERS, FUND, ACCOUNTS, FOLLOWER)
                .forEach(party ->
                        followers.put(party, JsonPlatform.follower(ListeningPort.next(), "990101", secret, clock)));
    }

    DocumentPlatform documents() {
        return documents;
    }

    DocumentPlatform asmx() {
        return asmx;
    }

    JsonPlatform tasks() {
        return tasks;
    }

    JsonPlatform waterworks() {
        return waterworks;
    }

    JsonPlatform texting() {
        return texting;
    }

    ExchangeSigner signer() {
        return signer;
    }

    JsonPlatform registrar() {
        return registrar;
    }

    /** The department of this party that follows registrations. */
    JsonPlatform follower(String party) {
        return followers.getOrDefault(party, registrar);
    }

    List<GeneratedParty> parties() {
        Map<String, String> user = Map.of("user", "990101", "password", secret("app-secret"));
        Map<String, String> signing = Map.of("app-key", "990101", "app-secret", secret("app-secret"));
        Map<String, String> department = Map.of("dept-code", "990101", "identify", secret("app-secret"));
        Map<String, String> validated =
                Map.of("user", "990101", "password", secret("app-secret"), "validate-data", secret("api-key"));
        List<GeneratedParty> parties = new ArrayList<>();
        List.of(OFFICE, DOCUMENTS + "-sender", ASMX + "-sender")
                .forEach(party -> parties.add(GeneratedParty.sender(party)));
        parties.add(GeneratedParty.fetching(HEARD));
        parties.add(SimulatedPlatforms.speaking(DOCUMENTS, documents.url(), "zhuhai-soap", department));
        parties.add(asked(DOCUMENTS, documents.url(), "zhuhai-soap", department));
        parties.add(SimulatedPlatforms.speaking(ASMX, asmx.url(), "epoint-soap", validated));
        parties.add(asked(ASMX, asmx.url(), "epoint-soap", validated));
        parties.add(SimulatedPlatforms.speaking(TASKS, tasks.url(), "hotline-rest", user));
        parties.add(SimulatedPlatforms.speaking(WATERWORKS, waterworks.url(), "water-ywt", user));
        parties.add(SimulatedPlatforms.speaking(TEXTING, texting.url(), "sms-gateway", signing));
        parties.add(SimulatedPlatforms.speaking(
                REGISTRAR,
                registrar.url(),
                "samr-registration",
                Map.of("rid", "990101", "sid", SERVICE, "app-key", secret("api-key"))));
        Map.of(
                        EMPLOYERS,
                        "social-insurance",
                        FUND,
                        "provident-fund",
                        ACCOUNTS,
                        "bank-account",
                        FOLLOWER,
                        "enterprise-fan-out")
                .forEach((party, dialect) -> parties.add(
                        SimulatedPlatforms.speaking(party, follower(party).url(), dialect, signing)));
        return parties;
    }

    List<GeneratedRule> rules() {
        List<GeneratedRule> rules = new ArrayList<>();
        for (String party : List.of(DOCUMENTS, ASMX)) {
            rules.add(SimulatedPlatforms.whole("cases-to-" + name(party), CASES, party + "-sender", party));
            rules.add(SimulatedPlatforms.whole("what-" + name(party) + "-reports", CASES, party, HEARD));
        }
        rules.add(SimulatedPlatforms.whole(
                "tickets-to-tasks", List.of("ticket.replied", "ticket.returned"), HEARD, TASKS));
        // The later form of the exchange knows no signing.
        rules.add(SimulatedPlatforms.whole("signed-for-tasks", List.of("ticket.signed"), HEARD, SharedGateway.HOTLINE));
        rules.add(SimulatedPlatforms.whole("what-tasks-tell", List.of("ticket.dispatched"), TASKS, HEARD));
        rules.add(SimulatedPlatforms.whole(
                "requests-to-waterworks",
                List.of("utility.opening-requested", "utility.closing-requested"),
                OFFICE,
                WATERWORKS));
        rules.add(SimulatedPlatforms.whole(
                "what-waterworks-report", List.of("utility.handled", "utility.billed"), WATERWORKS, HEARD));
        rules.add(SimulatedPlatforms.whole("texts-to-texting", List.of("sms.requested"), OFFICE, TEXTING));
        rules.add(SimulatedPlatforms.whole("what-texting-reports", List.of("sms.reported"), TEXTING, HEARD));
        rules.add(SimulatedPlatforms.whole("registrations-to-registrar", REGISTRATIONS, OFFICE, REGISTRAR));
        followers.keySet().forEach(party -> {
            rules.add(SimulatedPlatforms.whole("registrations-to-" + name(party), REGISTRATIONS, REGISTRAR, party));
            rules.add(SimulatedPlatforms.whole("what-" + name(party) + "-reports", REPORTS, party, HEARD));
        });
        return rules;
    }

    private static GeneratedParty asked(String party, String url, String dialect, Map<String, String> credentials) {
        return new GeneratedParty(
                new PartyId(party + "-cases"),
                "platform",
                new GeneratedParty.Reached.AnswersQueries(url, dialect, credentials));
    }

    private static String name(String party) {
        return party.substring(party.indexOf('.') + 1);
    }

    private String secret(String name) {
        return "file:" + secrets.resolve(name);
    }

    @Override
    public void close() {
        documents.close();
        asmx.close();
        tasks.close();
        waterworks.close();
        texting.close();
        registrar.close();
        followers.values().forEach(JsonPlatform::close);
    }
}
