package org.tongqu.ittests.faults;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.history.History;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.Reply;
import org.tongqu.ittests.load.Sink;
import org.tongqu.ittests.load.TcpProxy;
import org.tongqu.ittests.nemesis.Partner;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.security.digest.Sm3;

/**
 * Who takes part in a run: two senders, two partners with whole grants, one with a part, and a party that fetches. Of one partner's
 * answers one in twenty is an error, so that something is always being retried.
 */
final class Cast implements AutoCloseable {
    static final PartyId WINDOW = new PartyId("990101.window");
    static final PartyId APPROVAL = new PartyId("990101.approval");
    static final PartyId ARCHIVE = new PartyId("990101.archive");
    private static final String TAX = "990101.tax";
    private static final String HOUSING = "990101.housing";
    private static final String BANK = "990101.bank";
    /** Who gets what the window sends. */
    static final Set<String> FROM_WINDOW = Set.of(TAX, HOUSING, BANK, ARCHIVE.value());
    /** Who gets what the approval office sends. */
    static final Set<String> FROM_APPROVAL = Set.of(TAX, ARCHIVE.value());

    private static final int ONE_IN_FAILS = 20;

    private final List<Partner> partners =
            Stream.of(TAX, HOUSING, BANK).map(Cast::partner).toList();
    private final List<Sink> sinks = new ArrayList<>();
    private final Sm3 digests = new Sm3();

    /** Those whom the gateway calls. */
    List<Partner> partners() {
        return partners;
    }

    /** Writes the site that they belong to. */
    GeneratedSite writeSite(Path folder, Clock clock) {
        List<String> both = List.of(WINDOW.value(), APPROVAL.value());
        List<GeneratedParty> parties = new ArrayList<>(List.of(
                GeneratedParty.sender(WINDOW.value()),
                GeneratedParty.sender(APPROVAL.value()),
                GeneratedParty.fetching(ARCHIVE.value())));
        partners.forEach(partner -> parties.add(partner.party()));
        return GeneratedSite.write(
                folder,
                parties,
                List.of(
                        GeneratedRule.wholeCases("cases-to-tax", both, List.of(TAX)),
                        GeneratedRule.wholeCases("cases-to-archive", both, List.of(ARCHIVE.value())),
                        GeneratedRule.wholeCases("cases-to-housing", List.of(WINDOW.value()), List.of(HOUSING)),
                        new GeneratedRule(
                                "some-of-cases-to-bank",
                                List.of("case.applied"),
                                List.of(WINDOW.value()),
                                List.of(BANK),
                                List.of("/caseNo", "/item/name"))),
                clock);
    }

    /** Opens the partners' own servers behind their wires; what arrives is written down. */
    void open(GeneratedSite site, History history, Clock clock) {
        for (Partner partner : partners) {
            boolean whole = !partner.id().equals(BANK);
            sinks.add(new Sink(
                    partner.wire().partner(),
                    site.sealer(partner.party().id(), clock),
                    clock,
                    partner::answer,
                    (arrival, answered) -> history.add(new Event.Got(
                            arrival.at(),
                            partner.id(),
                            arrival.record(),
                            arrival.delivery(),
                            whole ? digests.sm3(arrival.body()).value() : null,
                            answered))));
        }
    }

    /** Where the partners' servers listen. */
    List<Integer> ports() {
        return sinks.stream().map(Sink::port).toList();
    }

    private static Partner partner(String id) {
        int wire = ListeningPort.next();
        return new Partner(
                GeneratedParty.pushed(id, "http://127.0.0.1:" + wire + "/deliveries"),
                new TcpProxy(wire, ListeningPort.next()),
                id.equals(HOUSING) ? Cast::mostly : arrival -> Reply.DELIVERED);
    }

    /** By delivery and attempt, so that the next attempt may do better. */
    private static Reply mostly(Arrival arrival) {
        return Math.floorMod((arrival.delivery() + arrival.attempt()).hashCode(), ONE_IN_FAILS) == 0
                ? Reply.status(500)
                : Reply.DELIVERED;
    }

    @Override
    public void close() {
        partners.forEach(partner -> partner.wire().close());
        sinks.forEach(Sink::close);
    }
}
