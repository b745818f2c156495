package org.tongqu.ittests.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fault put into a true history, to see that the checker finds it there. */
public enum Plant {
    /** One record never came to one of its parties. */
    LOST {
        @Override
        public List<Event> into(List<Event> history) {
            Event.Got victim = any(history);
            return history.stream()
                    .filter(event -> !(event instanceof Event.Got got
                            && got.record().equals(victim.record())
                            && got.party().equals(victim.party())))
                    .toList();
        }
    },
    /** One record came to a party once more, as another delivery. */
    DUP {
        @Override
        public List<Event> into(List<Event> history) {
            Event.Got one = any(history);
            return with(
                    history,
                    new Event.Got(one.at() + 1, one.party(), one.record(), one.delivery() + "x", one.digest(), true));
        }
    },
    /** Two records of one key changed places at a party. */
    REORDER {
        @Override
        public List<Event> into(List<Event> history) {
            Map<String, String> keys = new HashMap<>();
            Set<String> accepted = new HashSet<>();
            for (Event event : history) {
                if (event instanceof Event.Invoke invoke) {
                    keys.put(invoke.record(), invoke.key());
                } else if (event instanceof Event.Ok ok) {
                    accepted.add(ok.record());
                }
            }
            Map<String, Event.Got> before = new HashMap<>();
            for (Event.Got got : arrivals(history)) {
                if (!accepted.contains(got.record())) {
                    continue;
                }
                Event.Got earlier = before.put(got.party() + " " + keys.get(got.record()), got);
                if (earlier != null && !earlier.record().equals(got.record())) {
                    List<Event> planted = new ArrayList<>(history);
                    planted.remove(earlier);
                    planted.remove(got);
                    planted.add(moved(earlier, got.at()));
                    planted.add(moved(got, earlier.at()));
                    return planted;
                }
            }
            throw new IllegalArgumentException("no two records of one key came to one party");
        }
    },
    /** One record came with other bytes. */
    ALTERED {
        @Override
        public List<Event> into(List<Event> history) {
            Event.Got one = arrivals(history).stream()
                    .filter(got -> got.digest() != null)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("nothing came whole"));
            List<Event> planted = new ArrayList<>(history);
            planted.remove(one);
            planted.add(new Event.Got(
                    one.at(), one.party(), one.record(), one.delivery(), one.digest() + "x", one.answered()));
            return planted;
        }
    };

    /**
     * The history with this fault in it.
     *
     * @throws IllegalArgumentException if there is nothing in it that could be so changed
     */
    public abstract List<Event> into(List<Event> history);

    private static List<Event.Got> arrivals(List<Event> history) {
        return history.stream()
                .filter(Event.Got.class::isInstance)
                .map(Event.Got.class::cast)
                .sorted(Comparator.comparingLong(Event.Got::at))
                .toList();
    }

    private static Event.Got any(List<Event> history) {
        return arrivals(history).stream().findFirst().orElseThrow(() -> new IllegalArgumentException("nothing came"));
    }

    private static Event.Got moved(Event.Got got, long at) {
        return new Event.Got(at, got.party(), got.record(), got.delivery(), got.digest(), got.answered());
    }

    private static List<Event> with(List<Event> history, Event more) {
        List<Event> planted = new ArrayList<>(history);
        planted.add(more);
        return planted;
    }
}
