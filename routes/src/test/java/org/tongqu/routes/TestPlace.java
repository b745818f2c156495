package org.tongqu.routes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.port.PickUp;
import org.tongqu.record.site.Party;

/** A place of one party where messages lie until they are answered. */
final class TestPlace implements PickUp {
    private final Map<String, Lying> lying = new LinkedHashMap<>();
    private final List<Objection> objections = new ArrayList<>();
    private final List<Confirmation> confirmations = new ArrayList<>();
    private final List<Stray> strays = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
    private PartyId party;
    private Translator translator;
    private boolean isAway;
    private int forgetsAnswers;

    synchronized void of(PartyId whose, Translator speaks) {
        party = whose;
        translator = speaks;
    }

    synchronized void leave(Lying message) {
        lying.put(message.where(), message);
    }

    synchronized void object(Objection objection) {
        objections.add(objection);
    }

    synchronized void confirm(Confirmation confirmation) {
        confirmations.add(confirmation);
    }

    synchronized void stray(Stray stray) {
        strays.add(stray);
    }

    /** As of a file behind whose last line nothing lies. */
    synchronized void settle(String name) {
        strays.removeIf(stray -> stray.where().equals(name));
        settled.add(name);
    }

    synchronized void away(boolean itIs) {
        isAway = itIs;
    }

    /** As if the gateway had died before this many answers. */
    synchronized void forgetAnswers(int howMany) {
        forgetsAnswers = howMany;
    }

    synchronized Map<String, Verdict> verdicts() {
        return new LinkedHashMap<>(verdicts);
    }

    @Override
    public synchronized Optional<Place> placeOf(Party one) {
        return one.id().equals(party) ? Optional.of(new Place(translator, Duration.ofMillis(100))) : Optional.empty();
    }

    @Override
    public synchronized Found look(Party one) {
        if (isAway) {
            throw new PartnerAway("PLACE_AWAY", "gone fishing");
        }
        return new FoundHere(
                List.copyOf(lying.values()), List.copyOf(objections), List.copyOf(strays), List.copyOf(settled));
    }

    private synchronized void answered(List<Lying> messages, List<Verdict> all) {
        if (forgetsAnswers > 0) {
            forgetsAnswers--;
            throw new PartnerAway("PLACE_AWAY", "before it was answered");
        }
        for (int i = 0; i < messages.size(); i++) {
            verdicts.put(messages.get(i).where(), all.get(i));
            if (!(all.get(i) instanceof Verdict.Left)) {
                lying.remove(messages.get(i).where());
            }
        }
        objections.clear();
        confirmations.clear();
    }

    private final class FoundHere implements Found {
        private final List<Lying> messages;
        private final List<Objection> said;
        private final List<Stray> without;
        private final List<String> done;
        private final List<Confirmation> confirmed = List.copyOf(confirmations);

        FoundHere(List<Lying> messages, List<Objection> said, List<Stray> without, List<String> done) {
            this.messages = messages;
            this.said = said;
            this.without = without;
            this.done = done;
        }

        @Override
        public List<Stray> strays() {
            return without;
        }

        @Override
        public List<Lying> messages() {
            return messages;
        }

        @Override
        public List<Objection> objections() {
            return said;
        }

        @Override
        public List<Confirmation> confirmations() {
            return confirmed;
        }

        @Override
        public List<String> settled() {
            return done;
        }

        @Override
        public boolean isMore() {
            return false;
        }

        @Override
        public void answer(List<Verdict> all) {
            answered(messages, all);
        }
    }
}
