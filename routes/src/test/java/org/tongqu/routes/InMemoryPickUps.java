package org.tongqu.routes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.port.PickUpLedger;

/** What is remembered of pick-ups, in memory. */
final class InMemoryPickUps implements PickUpLedger {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");

    private final Map<String, Quarantined> quarantine = new HashMap<>();
    private final List<String> heard = new ArrayList<>();
    private final List<PartyId> released = new ArrayList<>();
    private boolean isOthers;
    private Instant awaySince;

    synchronized void belongsToAnotherNode(boolean itDoes) {
        isOthers = itDoes;
    }

    synchronized List<Quarantined> quarantined() {
        return List.copyOf(quarantine.values());
    }

    synchronized List<String> objections() {
        return List.copyOf(heard);
    }

    synchronized List<PartyId> released() {
        return List.copyOf(released);
    }

    synchronized boolean isAway() {
        return awaySince != null;
    }

    @Override
    public synchronized Optional<Lease> lease(PartyId party, Duration length) {
        return isOthers ? Optional.empty() : Optional.of(new Lease(party, 1, NOW.plus(length)));
    }

    @Override
    public synchronized void release(Lease lease) {
        released.add(lease.party());
    }

    @Override
    public synchronized boolean away(PartyId party, String code) {
        boolean wasThere = awaySince == null;
        awaySince = NOW;
        return wasThere;
    }

    @Override
    public synchronized Optional<Instant> back(PartyId party) {
        Optional<Instant> since = Optional.ofNullable(awaySince);
        awaySince = null;
        return since;
    }

    @Override
    public synchronized void refused(PartyId party, List<Quarantined> messages) {
        messages.forEach(message -> quarantine.put(message.where(), message));
    }

    @Override
    public synchronized void taken(PartyId party, Collection<String> where) {
        quarantine.keySet().removeAll(where);
    }

    @Override
    public synchronized List<Standing> refusals(int most) {
        return List.of();
    }

    @Override
    public synchronized Optional<RecordId> objected(PartyId party, DeliveryId delivery, String code, String words) {
        heard.add(delivery + " " + code + " " + words);
        return Optional.of(new RecordId(party, "objected"));
    }

    @Override
    public synchronized Optional<RecordId> confirmed(PartyId party, DeliveryId delivery) {
        heard.add(delivery + " confirmed");
        return Optional.of(new RecordId(party, "confirmed"));
    }
}
