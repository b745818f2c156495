package org.tongqu.ittests.whole;

import java.time.Clock;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.PartySealer;
import org.tongqu.ittests.load.Reply;
import org.tongqu.ittests.load.Sink;

/** A sink that remembers what came, answers with what it was told, and with a good receipt once that is used up. */
final class ProgrammableSink implements AutoCloseable {
    private final int port;
    private final Deque<Reply> replies = new ConcurrentLinkedDeque<>();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private volatile Predicate<Arrival> refused = arrival -> false;
    private Sink sink;

    ProgrammableSink(int port) {
        this.port = port;
    }

    void open(PartySealer sealer, Clock clock) {
        sink = new Sink(port, sealer, clock, this::reply, (arrival, answered) -> {});
    }

    String url() {
        return "http://127.0.0.1:" + port + "/deliveries";
    }

    /** The next deliveries get these answers, one each. */
    void answerWith(Reply... next) {
        replies.addAll(List.of(next));
    }

    /** Records for which this holds are refused with a sealed receipt, for good. */
    void refuse(Predicate<Arrival> which) {
        refused = which;
    }

    /** What came of this record, in order. */
    List<Arrival> arrivals(String id) {
        return arrivals.stream().filter(arrival -> arrival.id().equals(id)).toList();
    }

    private Reply reply(Arrival arrival) {
        arrivals.add(arrival);
        Reply next = replies.poll();
        if (next != null) {
            return next;
        }
        return refused.test(arrival) ? Reply.refused("NOT_OURS", "不属于本部门") : Reply.DELIVERED;
    }

    @Override
    public void close() {
        if (sink != null) {
            sink.close();
        }
    }
}
