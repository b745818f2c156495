package org.tongqu.ittests.whole;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.tongqu.ittests.platform.GasPlatform;
import org.tongqu.ittests.platform.HeatPlatform;
import org.tongqu.ittests.platform.JsonPlatform;
import org.tongqu.ittests.platform.TaxPlatform;
import org.tongqu.ittests.platform.TreasuryPlatform;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.record.PartyId;

/** The platforms around an enterprise, a payment and a utility at the far side of the one gateway of this module. */
final class FamilyPlatforms implements AutoCloseable {
    static final String BUREAU = "990101.tax-bureau";
    static final String TREASURY = "990101.treasury";
    static final String GAS = "990101.gas";
    static final String SEALS = "990101.seals";
    static final String HEAT = "990101.heat";

    /** Sends what the registrar, the window and the utilities' office have. */
    static final String OFFICE = "990101.families-office";

    /** Fetches what these platforms report. */
    static final String HEARD = "990101.families-heard";

    private static final List<String> REGISTRATIONS =
            List.of("enterprise.registered", "enterprise.changed", "enterprise.deregistered");
    private static final List<String> TAXES = List.of("tax.registered", "enterprise.fan-out-reported");
    private static final List<String> PAYMENTS = List.of("payment.paid", "payment.rejected");

    private final TaxPlatform bureau;
    private final TreasuryPlatform treasury;
    private final GasPlatform gas;
    private final JsonPlatform engraver;
    private final HeatPlatform heat;
    private final Path folder;

    FamilyPlatforms(Path folder, Clock clock) {
        this.folder = folder;
        bureau = new TaxPlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET);
        treasury = new TreasuryPlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET);
        gas = new GasPlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET, clock);
        engraver = JsonPlatform.follower(ListeningPort.next(), "990101", SharedGateway.APP_SECRET, clock);
        heat = new HeatPlatform(ListeningPort.next(), "990101", SharedGateway.APP_SECRET);
    }

    TaxPlatform bureau() {
        return bureau;
    }

    TreasuryPlatform treasury() {
        return treasury;
    }

    GasPlatform gas() {
        return gas;
    }

    JsonPlatform engraver() {
        return engraver;
    }

    HeatPlatform heat() {
        return heat;
    }

    List<GeneratedParty> parties() {
        String secret = "file:" + folder.resolve("secrets").resolve("app-secret");
        Map<String, String> application = Map.of("app-id", "990101", "app-secret", secret);
        Map<String, String> signing = Map.of("app-key", "990101", "app-secret", secret);
        Map<String, String> user = Map.of("user", "990101", "password", secret);
        return List.of(
                GeneratedParty.sender(OFFICE),
                GeneratedParty.fetching(HEARD),
                SimulatedPlatforms.speaking(BUREAU, bureau.url(), "tax-envelope", application),
                SimulatedPlatforms.speaking(TREASURY, treasury.url(), "non-tax-payment", application),
                new GeneratedParty(
                        new PartyId(TREASURY + "-queries"),
                        "platform",
                        new GeneratedParty.Reached.AnswersQueries(treasury.url(), "non-tax-payment", application)),
                SimulatedPlatforms.speaking(GAS, gas.url(), "gas-installation", signing),
                SimulatedPlatforms.speaking(SEALS, engraver.url(), "seal-engraving", signing),
                SimulatedPlatforms.speaking(HEAT, heat.url(), "utility-transfer", user),
                new GeneratedParty(
                        new PartyId(HEAT + "-queries"),
                        "utility",
                        new GeneratedParty.Reached.AnswersQueries(heat.url(), "utility-transfer", user)));
    }

    List<GeneratedRule> rules() {
        return List.of(
                SimulatedPlatforms.whole("registrations-to-tax", REGISTRATIONS, OFFICE, BUREAU),
                SimulatedPlatforms.whole("what-tax-reports", TAXES, BUREAU, HEARD),
                SimulatedPlatforms.whole("payments-to-treasury", PAYMENTS, OFFICE, TREASURY),
                SimulatedPlatforms.whole("what-treasury-reports", PAYMENTS, TREASURY, HEARD),
                SimulatedPlatforms.whole(
                        "installations-to-gas", List.of("utility.installation-requested"), OFFICE, GAS),
                SimulatedPlatforms.whole("registrations-to-seals", List.of("enterprise.registered"), OFFICE, SEALS),
                SimulatedPlatforms.whole("what-seals-report", List.of("enterprise.fan-out-reported"), SEALS, HEARD),
                SimulatedPlatforms.whole("transfers-to-heat", List.of("utility.transfer-requested"), OFFICE, HEAT),
                SimulatedPlatforms.whole("what-gas-reports", List.of("utility.handled"), GAS, HEARD));
    }

    @Override
    public void close() {
        bureau.close();
        treasury.close();
        gas.close();
        engraver.close();
        heat.close();
    }
}
