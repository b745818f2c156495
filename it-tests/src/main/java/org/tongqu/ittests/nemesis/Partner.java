package org.tongqu.ittests.nemesis;

import java.util.function.Function;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.Reply;
import org.tongqu.ittests.load.TcpProxy;
import org.tongqu.ittests.site.GeneratedParty;

/** A party that the gateway calls, with what can be done to it. Thread-safe. */
public final class Partner {
    private final GeneratedParty party;
    private final TcpProxy wire;
    private final Function<Arrival, Reply> usual;
    private volatile Function<Arrival, Reply> mood;

    /**
     * A partner in its usual mood.
     *
     * @param party as in the site
     * @param wire between it and the gateway
     * @param usual how it answers unless told otherwise
     */
    public Partner(GeneratedParty party, TcpProxy wire, Function<Arrival, Reply> usual) {
        this.party = party;
        this.wire = wire;
        this.usual = usual;
        this.mood = usual;
    }

    /** Its id. */
    public String id() {
        return party.id().value();
    }

    /** As it is in the site. */
    public GeneratedParty party() {
        return party;
    }

    /** Between it and the gateway. */
    public TcpProxy wire() {
        return wire;
    }

    /** How it answers this delivery now. */
    public Reply answer(Arrival arrival) {
        return mood.apply(arrival);
    }

    /** Answers like this from now on. */
    void answerBy(Function<Arrival, Reply> other) {
        mood = other;
    }

    /** Answers as usual again. */
    void answerAsUsual() {
        mood = usual;
    }
}
