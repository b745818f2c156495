package org.tongqu.ittests.faults;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.history.History;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.PartySealer;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.security.digest.Sm3;
import org.tongqu.security.seal.SealCheck;

/**
 * Senders and a fetching party that write down all they do. A sender that gets no sure answer sends the same bytes again
 * until it has one, so that in the end it knows of every record what became of it.
 */
final class Load implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final long AGAIN_NANOS = 100_000_000L;
    private static final int FETCH = 50;
    /** While the gateway's clock is wrong; sealed anew it is right another time. */
    private static final int REFUSED_SEAL = 401;

    private static final int WAIT_SECONDS = 2;
    private static final int LEASE_SECONDS = 10;
    private static final int BODY = 2_048;

    private final GeneratedSite site;
    private final FaultPlan plan;
    private final History history;
    private final Clock clock;
    private final AtomicLong accepted = new AtomicLong();
    private final List<Thread> senders = new ArrayList<>();
    private final List<Thread> fetchers = new ArrayList<>();
    private final Sm3 digests = new Sm3();
    private volatile boolean sending = true;
    private volatile boolean ended;

    Load(GeneratedSite site, FaultPlan plan, History history, Clock clock) {
        this.site = site;
        this.plan = plan;
        this.history = history;
        this.clock = clock;
    }

    /** Records with a verified receipt so far. */
    long accepted() {
        return accepted.get();
    }

    /** Starts the connections of one sender. */
    void send(PartyId party, Set<String> recipients, int connections) {
        PartySealer sealer = site.sealer(party, clock);
        SealCheck gateway = site.gatewaySeals();
        for (int i = 0; i < connections; i++) {
            long seed = plan.seed() * 31 + party.hashCode() + i;
            String run = party.value().substring(7) + "-" + i;
            senders.add(start("send-" + run, () -> {
                try (Submission submission =
                        new Submission(new HttpConnection(site.port(), TIMEOUT), sealer, gateway)) {
                    new Sending(submission, party, recipients, run, seed).run();
                }
            }));
        }
    }

    /** Starts a party that fetches. */
    void fetch(PartyId party) {
        fetch(party, List.of(site));
    }

    /** Starts a party that fetches from one gateway and the other in turn. */
    void fetch(PartyId party, List<GeneratedSite> gateways) {
        fetchers.add(start("fetch-" + party, () -> {
            List<FetchingParty> inboxes = gateways.stream()
                    .map(gateway -> new FetchingParty(
                            new HttpConnection(gateway.port(), TIMEOUT), site.sealer(party, clock), clock))
                    .toList();
            for (int turn = 0; !ended; turn++) {
                fetchOnce(party, inboxes.get(turn % inboxes.size()));
            }
            inboxes.forEach(FetchingParty::close);
        }));
    }

    /** Lets every sender finish what it has begun, and waits for it. */
    void finish() {
        sending = false;
        senders.forEach(Load::join);
    }

    @Override
    public void close() {
        end();
    }

    /** Ends senders and fetching parties; does nothing a second time. */
    void end() {
        sending = false;
        ended = true;
        senders.forEach(Load::join);
        fetchers.forEach(Load::join);
    }

    private void fetchOnce(PartyId party, FetchingParty inbox) {
        List<FetchingParty.Fetched> fetched = List.of();
        List<Integer> statuses = List.of();
        try {
            fetched = inbox.fetch(FETCH, WAIT_SECONDS, LEASE_SECONDS);
            if (!fetched.isEmpty()) {
                statuses = inbox.confirm(fetched);
            }
        } catch (IOException e) {
            LockSupport.parkNanos(AGAIN_NANOS);
        }
        for (int i = 0; i < fetched.size(); i++) {
            FetchingParty.Fetched one = fetched.get(i);
            history.add(new Event.Got(
                    one.at(),
                    party.value(),
                    one.record(),
                    one.delivery(),
                    digests.sm3(one.content().octets()).value(),
                    i < statuses.size() && statuses.get(i) == 200));
        }
    }

    private final class Sending {
        private final Submission submission;
        private final PartyId party;
        private final Set<String> recipients;
        private final String run;
        private final Random random;
        private final CaseBodies bodies;

        Sending(Submission submission, PartyId party, Set<String> recipients, String run, long seed) {
            this.submission = submission;
            this.party = party;
            this.recipients = recipients;
            this.run = run;
            this.random = new Random(seed);
            this.bodies = new CaseBodies(party, BODY, seed);
        }

        void run() {
            long pace = Duration.ofSeconds(1).toNanos() * plan.senders() / plan.ratePerSecond();
            long due = System.nanoTime();
            for (int number = 1; sending; number++) {
                one(run + "-" + number, "CRASH-" + random.nextInt(plan.keys()));
                due = Math.max(due + pace, System.nanoTime() - 10 * pace);
                LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            }
        }

        private void one(String id, String key) {
            byte[] body = bodies.body(id, key);
            String record = party + "/" + id;
            history.add(new Event.Invoke(
                    System.nanoTime(), record, key, digests.sm3(body).value(), recipients));
            while (!ended) {
                String why;
                try {
                    Submission.Outcome outcome = submission.submit(body);
                    if (outcome.isAccepted()) {
                        history.add(new Event.Ok(System.nanoTime(), record, outcome.sequence()));
                        accepted.incrementAndGet();
                        return;
                    }
                    why = outcome.status() + " " + outcome.code();
                    if (!outcome.isRetryable() && outcome.status() != REFUSED_SEAL) {
                        history.add(new Event.Fail(System.nanoTime(), record, why));
                        return;
                    }
                } catch (IOException e) {
                    why = "no answer";
                }
                history.add(new Event.Info(System.nanoTime(), record, why));
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofMinutes(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
