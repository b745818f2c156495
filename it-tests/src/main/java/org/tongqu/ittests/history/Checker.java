package org.tongqu.ittests.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a history after a full drain. It knows nothing of the gateway but its promises: accepted means delivered, once but
 * for what was in flight when something died or its answer was cut off, unaltered, to those named by the rules, in the order of the key.
 */
public final class Checker {
    private static final int FINDINGS = 40;
    private static final Set<String> OPERATORS = Set.of("PARKED", "HELD", "UNKNOWN", "CLOSED", "EXPIRED");
    private static final Set<String> UNDER_WAY = Set.of("ACCEPTED", "SENDING", "WAITING");

    private final long inFlightNanos;

    /**
     * @param inFlight how long after an arrival a kill may still have cut off its confirmation
     */
    public Checker(Duration inFlight) {
        this.inFlightNanos = inFlight.toNanos();
    }

    /** The verdict on these events, in any order. */
    public Verdict check(List<Event> events) {
        return new Trial(events).verdict();
    }

    private static final class Send {
        final Event.Invoke invoke;
        long okAt = Long.MAX_VALUE;
        long sequence;
        boolean failed;
        final Map<String, List<Event.Got>> arrivals = new HashMap<>();

        Send(Event.Invoke invoke) {
            this.invoke = invoke;
        }

        boolean isAccepted() {
            return okAt != Long.MAX_VALUE;
        }
    }

    private final class Trial {
        private final Map<String, Send> sends = new LinkedHashMap<>();
        private final Map<String, String> left = new HashMap<>();
        private final Map<String, String> deliveries = new HashMap<>();
        private final List<Event.Kill> kills = new ArrayList<>();
        private final List<Event.Cut> cuts = new ArrayList<>();
        private final List<String> findings = new ArrayList<>();
        private int arrived;
        private int lost;
        private int altered;
        private int misrouted;
        private int unexpected;
        private int duplicated;
        private int inFlight;
        private int reordered;
        private int stuck;
        private int parked;
        private int recovered;

        Trial(List<Event> unordered) {
            List<Event> events = unordered.stream()
                    .sorted(Comparator.comparingLong(Event::at))
                    .toList();
            for (Event event : events) {
                if (event instanceof Event.Invoke e) {
                    invoked(e);
                } else if (event instanceof Event.Kill e) {
                    kills.add(e);
                } else if (event instanceof Event.Cut e) {
                    cuts.add(e);
                } else if (event instanceof Event.SentAgain e) {
                    duplicated++;
                    found("sent again after its conclusion: " + e.delivery());
                } else if (event instanceof Event.Left e) {
                    left.put(e.record() + " " + e.party(), e.state());
                }
            }
            events.forEach(this::outcome);
            events.forEach(this::arrival);
            sends.values().forEach(this::completeness);
            byPartyAndKey().forEach(this::order);
        }

        Verdict verdict() {
            int accepted =
                    (int) sends.values().stream().filter(Send::isAccepted).count();
            return new Verdict(
                    accepted,
                    arrived,
                    lost,
                    altered,
                    misrouted,
                    unexpected,
                    duplicated,
                    inFlight,
                    reordered,
                    stuck,
                    parked,
                    recovered,
                    findings);
        }

        private void invoked(Event.Invoke e) {
            Send first = sends.putIfAbsent(e.record(), new Send(e));
            if (first != null && !first.invoke.digest().equals(e.digest())) {
                throw new IllegalArgumentException("the history sends two bodies as " + e.record());
            }
        }

        private void outcome(Event event) {
            if (event instanceof Event.Ok e) {
                Send send = sends.get(e.record());
                if (send == null) {
                    unexpected++;
                    found("a receipt for what was never sent: " + e.record());
                } else if (!send.isAccepted()) {
                    send.okAt = e.at();
                    send.sequence = e.sequence();
                } else if (send.sequence != e.sequence()) {
                    altered++;
                    found("two receipts that differ: " + e.record());
                }
            } else if (event instanceof Event.Fail e) {
                Send send = sends.get(e.record());
                if (send != null) {
                    send.failed = true;
                }
            }
        }

        private void arrival(Event event) {
            if (!(event instanceof Event.Got got)) {
                return;
            }
            Send send = sends.get(got.record());
            if (send == null || (send.failed && !send.isAccepted())) {
                unexpected++;
                found("arrived though " + (send == null ? "never sent" : "refused") + ": " + place(got));
                return;
            }
            String served = got.record() + " " + got.party();
            String before = deliveries.putIfAbsent(got.delivery(), served);
            if (!send.invoke.parties().contains(got.party()) || (before != null && !before.equals(served))) {
                misrouted++;
                found("misrouted: " + place(got));
                return;
            }
            if (got.digest() != null && !got.digest().equals(send.invoke.digest())) {
                altered++;
                found("altered: " + place(got));
            }
            List<Event.Got> earlier = send.arrivals.computeIfAbsent(got.party(), p -> new ArrayList<>());
            if (earlier.isEmpty()) {
                arrived++;
            } else if (isExcused(earlier.get(earlier.size() - 1), got)) {
                inFlight++;
            } else {
                duplicated++;
                found("arrived again: " + place(got));
            }
            earlier.add(got);
        }

        private boolean isExcused(Event.Got earlier, Event.Got again) {
            if (!earlier.delivery().equals(again.delivery())) {
                return false;
            }
            boolean killed = kills.stream().anyMatch(kill -> isWithin(kill.at(), kill.backAt(), earlier, again));
            boolean cutOff = cuts.stream()
                    .anyMatch(cut ->
                            cut.party().equals(again.party()) && isWithin(cut.at(), cut.until(), earlier, again));
            return !earlier.answered() || killed || cutOff;
        }

        private boolean isWithin(long from, long until, Event.Got earlier, Event.Got again) {
            return earlier.at() >= from - inFlightNanos && earlier.at() <= until && again.at() >= from;
        }

        private void completeness(Send send) {
            boolean proven = send.isAccepted() || !send.arrivals.isEmpty();
            if (!proven) {
                return;
            }
            if (!send.isAccepted()) {
                recovered++;
            }
            for (String party : send.invoke.sortedParties()) {
                String state = left.get(send.invoke.record() + " " + party);
                if (send.arrivals.containsKey(party)) {
                    continue;
                }
                String where = send.invoke.record() + " to " + party;
                if (state != null && UNDER_WAY.contains(state)) {
                    stuck++;
                    found("stuck in " + state + ": " + where);
                } else if (state != null && OPERATORS.contains(state)) {
                    parked++;
                } else {
                    lost++;
                    found("lost: " + where + (state == null ? "" : ", the ledger says " + state));
                }
            }
        }

        private Map<String, List<Arrived>> byPartyAndKey() {
            Map<String, List<Arrived>> lanes = new HashMap<>();
            for (Send send : sends.values()) {
                send.arrivals.forEach((party, got) -> {
                    List<Arrived> lane = lanes.computeIfAbsent(party + " " + send.invoke.key(), k -> new ArrayList<>());
                    got.forEach(one -> lane.add(new Arrived(one, send)));
                });
            }
            lanes.values().forEach(lane -> lane.sort(Comparator.comparingLong(a -> a.got.at())));
            return lanes;
        }

        /**
         * By number: receipts give one order of the key. By time: B, submitted after A's receipt came, must not be before A. Both
         * hold for every arrival, also for one that comes again.
         */
        private void order(String lane, List<Arrived> arrivals) {
            long earliestLaterOk = Long.MAX_VALUE;
            long smallestLaterNumber = Long.MAX_VALUE;
            Map<Long, Send> numbers = new HashMap<>();
            for (int i = arrivals.size() - 1; i >= 0; i--) {
                Send send = arrivals.get(i).send;
                boolean byTime = earliestLaterOk < send.invoke.at();
                boolean byNumber = send.isAccepted() && smallestLaterNumber < send.sequence;
                boolean sameNumber =
                        send.isAccepted() && numbers.merge(send.sequence, send, (first, again) -> first) != send;
                if (byTime || byNumber || sameNumber) {
                    reordered++;
                    found("out of order: " + send.invoke.record() + " on " + lane);
                }
                if (send.isAccepted()) {
                    earliestLaterOk = Math.min(earliestLaterOk, send.okAt);
                    smallestLaterNumber = Math.min(smallestLaterNumber, send.sequence);
                }
            }
        }

        private String place(Event.Got got) {
            return got.record() + " at " + got.party() + " as " + got.delivery();
        }

        private void found(String finding) {
            if (findings.size() < FINDINGS) {
                findings.add(finding);
            }
        }
    }

    private record Arrived(Event.Got got, Send send) {}
}
