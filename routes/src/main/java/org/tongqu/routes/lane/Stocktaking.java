package org.tongqu.routes.lane;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.BellBook;
import org.tongqu.routes.step.Incidents;

/**
 * Takes stock (盘点): compares the bells that lie in the broker with those that the ledger believes to be there. The broker checks
 * nothing of its journal, so what was lost, cut off or altered there shows here only. It looks into queues that hold something, takes
 * nothing out, and changes nothing: what is missing is rung again by the recovery that follows, what is impossible is forgotten by
 * its lane. A broker that cannot be asked holds up nothing.
 */
public final class Stocktaking {
    private static final Logger LOG = LoggerFactory.getLogger(Stocktaking.class);
    private static final int COMPARED_TOGETHER = 10_000;

    private final ConnectionFactory connections;
    private final Queues queues;
    private final BellBook book;
    private final Consumer<BellTally> result;
    private final Incidents incidents;

    /**
     * Takes stock of this broker by this book.
     *
     * @param connections to the broker
     * @param queues which of its queues hold something
     * @param book what the ledger believes
     * @param result is told what came of it
     * @param incidents takes what makes it impossible
     */
    public Stocktaking(
            ConnectionFactory connections,
            Queues queues,
            BellBook book,
            Consumer<BellTally> result,
            Incidents incidents) {
        this.connections = connections;
        this.queues = queues;
        this.book = book;
        this.result = result;
        this.incidents = incidents;
    }

    /**
     * Takes stock once.
     *
     * @param before bells rung from then on are this run's own, and left out
     * @throws LedgerUnavailable if the ledger cannot be reached; it can be taken again
     */
    public void take(Instant before) {
        try (Connection connection = connections.createConnection()) {
            connection.start();
            result.accept(take(connection, before));
        } catch (LedgerUnavailable unavailable) {
            throw unavailable;
        } catch (Exception brokerAway) {
            incidents.report("stocktaking", brokerAway);
        }
    }

    /** The bells of many lanes at a time, so that memory does not grow with their number. */
    private BellTally take(Connection connection, Instant before) throws Exception {
        Set<PartyId> lanes = new TreeSet<>(book.rungLanes(before));
        Set<String> holding =
                queues.holding(lanes.stream().map(LaneNames::queue).collect(Collectors.toUnmodifiableSet()));
        holding.stream().map(LaneNames::lane).flatMap(Optional::stream).forEach(lanes::add);
        BellTally tally = BellTally.EMPTY;
        List<PartyId> seen = new ArrayList<>();
        List<Bell> found = new ArrayList<>();
        for (PartyId lane : lanes) {
            seen.add(lane);
            if (holding.contains(LaneNames.queue(lane))) {
                tally = tally.plus(browse(connection, lane, found));
            }
            if (found.size() >= COMPARED_TOGETHER) {
                tally = tally.plus(book.compare(seen, found, before));
                seen.clear();
                found.clear();
            }
        }
        return tally.plus(book.compare(seen, found, before));
    }

    /** What a queue can no longer be made to show is missing from it. Gives back how much was no bell. */
    private static BellTally browse(Connection connection, PartyId lane, Collection<Bell> found) {
        long unreadable = 0;
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(LaneNames.queue(lane)))) {
            for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
                Optional<List<Bell>> bells = LaneNames.bells(lane, (Message) messages.nextElement());
                bells.ifPresent(found::addAll);
                unreadable += bells.isEmpty() ? 1 : 0;
            }
        } catch (JMSException | RuntimeException unreadableQueue) {
            LOG.warn("The queue of {} cannot be read to its end: {}", lane, unreadableQueue.toString());
        }
        return new BellTally(0, 0, 0, 0, unreadable);
    }
}
