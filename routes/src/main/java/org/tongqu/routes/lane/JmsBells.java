package org.tongqu.routes.lane;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.port.Bells;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;
import org.tongqu.routes.inbox.InboxBell;

/**
 * Rings: puts bells into the lanes' queues, several of one lane in a message, all that wait in one transaction of the broker, from
 * a single thread; wakes those who wait at an inbox. {@link #ring} returns at once. While the broker is away bells wait in memory; what does
 * not fit there is dropped, and the ledger's sweep rings it again. How many bells a lane may have is the ledger's affair, which
 * knows what it has rung: a second bound here would drop bells that the ledger believes to be on their way.
 */
public final class JmsBells implements Bells, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JmsBells.class);
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";
    private static final int MOST_WAITING = 100_000;
    private static final int MOST_PER_TRANSACTION = 500;
    private static final long PAUSE_WITHOUT_BROKER_MILLIS = 1_000;
    private static final long HELD_BACK_MILLIS = 20;
    private static final long LOOK_WHETHER_CLOSED_MILLIS = 200;
    private static final long LAST_BELLS_MAY_TAKE_MILLIS = 5_000;

    private final BlockingQueue<Bell> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Sites sites;
    private final ConnectionFactory connections;
    private final Queues queues;
    private final LaneBoard board;
    private final Peals peals;
    private final InboxBell inboxes;
    private final Thread ringer = new Thread(this::run, "tongqu-ringer");
    private final Set<PartyId> ensured = new HashSet<>();
    private @Nullable Connection connection;
    private boolean brokerAway;
    private volatile boolean closed;

    /**
     * Bells for the lanes of this site. They can be rung at once; they are put into the queues once the routes are started.
     *
     * @param sites the site in force
     * @param connections to the broker
     * @param queues makes the lanes' queues
     * @param clock for how long lanes wait and idle
     */
    public JmsBells(Sites sites, ConnectionFactory connections, Queues queues, Clock clock) {
        this.sites = sites;
        this.connections = connections;
        this.queues = queues;
        this.board = new LaneBoard(clock);
        this.peals = new Peals(this::together, board);
        this.inboxes = new InboxBell();
        ringer.setDaemon(true);
    }

    /** The bell of the inboxes, for whoever waits there. */
    public InboxBell inboxes() {
        return inboxes;
    }

    LaneBoard board() {
        return board;
    }

    ConnectionFactory connections() {
        return connections;
    }

    Queues queues() {
        return queues;
    }

    void start() {
        ringer.start();
    }

    @Override
    public void ring(Collection<Bell> bells) {
        Site site = sites.current();
        for (Bell bell : bells) {
            Endpoint endpoint = site.party(bell.lane()).map(Party::endpoint).orElseGet(Endpoint.None::new);
            if (endpoint instanceof Endpoint.Pull) {
                inboxes.ring(bell.lane());
            } else if (endpoint instanceof Endpoint.Push && !waiting.offer(bell)) {
                LOG.debug("Too many bells wait for the broker; one of {} is dropped", bell.lane());
            }
        }
    }

    private void run() {
        List<Bell> bells = new ArrayList<>();
        while (!closed || !waiting.isEmpty() || peals.isHolding()) {
            try {
                Bell first = waiting.poll(
                        peals.isHolding() ? HELD_BACK_MILLIS : LOOK_WHETHER_CLOSED_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    bells.add(first);
                    waiting.drainTo(bells, MOST_PER_TRANSACTION - 1);
                }
                List<List<Bell>> ready = peals.with(bells);
                if (!ready.isEmpty()) {
                    deliver(ready);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error unexpected) {
                LOG.error(
                        "Ringing failed with {}; {} bells are left to the sweep",
                        unexpected.getClass().getName(),
                        bells.size());
            } finally {
                bells.clear();
            }
        }
    }

    private void deliver(List<List<Bell>> ready) throws InterruptedException {
        ready.forEach(peal -> board.ringing(lane(peal), peal.size()));
        while (!isDelivered(ready)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_WITHOUT_BROKER_MILLIS);
        }
        ready.stream().map(JmsBells::lane).distinct().forEach(board::rung);
    }

    private boolean isDelivered(List<List<Bell>> ready) {
        try {
            sendTogether(ready);
        } catch (Exception refusedOrAway) {
            try {
                sendOneByOne(ready);
            } catch (Exception away) {
                disconnect();
                if (!brokerAway) {
                    brokerAway = true;
                    LOG.warn("The broker is away, {}; bells wait until it is back", away.toString());
                }
                return false;
            }
        }
        brokerAway = false;
        return true;
    }

    private void sendTogether(List<List<Bell>> ready) throws Exception {
        ensureQueues(ready);
        try (Session session = connection().createSession(true, Session.SESSION_TRANSACTED)) {
            send(session, ready);
            session.commit();
        }
    }

    /** One duplicate makes the broker refuse the whole transaction; outside of one it ignores just the duplicate. */
    private void sendOneByOne(List<List<Bell>> ready) throws Exception {
        disconnect();
        ensureQueues(ready);
        try (Session session = connection().createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            send(session, ready);
        }
    }

    private void send(Session session, List<List<Bell>> ready) throws JMSException {
        try (MessageProducer producer = session.createProducer(null)) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.setDisableMessageTimestamp(true);
            for (List<Bell> peal : ready) {
                TextMessage message = session.createTextMessage(LaneNames.text(peal));
                message.setStringProperty(DUPLICATE_ID, LaneNames.duplicateId(peal));
                producer.send(session.createQueue(LaneNames.queue(lane(peal))), message);
            }
        }
    }

    private int together(PartyId lane) {
        return sites.current().party(lane).map(Party::endpoint).orElse(null) instanceof Endpoint.Push push
                ? LaneWidth.of(push).bellsTogether()
                : 1;
    }

    private void ensureQueues(List<List<Bell>> ready) throws Exception {
        for (List<Bell> peal : ready) {
            if (!ensured.contains(lane(peal))) {
                queues.ensure(LaneNames.queue(lane(peal)));
                ensured.add(lane(peal));
            }
        }
    }

    private static PartyId lane(List<Bell> peal) {
        return peal.get(0).lane();
    }

    private Connection connection() throws JMSException {
        if (connection == null) {
            connection = connections.createConnection();
        }
        return connection;
    }

    private void disconnect() {
        ensured.clear();
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (JMSException alreadyGone) {
                LOG.debug("Closing a broken connection: {}", alreadyGone.getMessage());
            }
        }
    }

    /** Bells that wait still go to the broker, if it takes them within five seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            ringer.join(LAST_BELLS_MAY_TAKE_MILLIS);
            ringer.interrupt();
            ringer.join(LAST_BELLS_MAY_TAKE_MILLIS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }
}
