package org.tongqu.routes.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.seal.SealedText;
import org.tongqu.routes.delivery.Claimed;
import org.tongqu.routes.step.Incidents;
import org.tongqu.routes.step.Step;

/**
 * The inbox of every pull party. Who waits is woken by the bell and, because a bell may have rung on another node or got lost,
 * looks again every few seconds. Failures are {@link Rejection}s: 503 with {@code Retry-After} if the ledger cannot be reached.
 */
final class PullInbox implements Inbox {
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final DeliveryLedger ledger;
    private final ProducerTemplate routes;
    private final InboxBell bell;
    private final Incidents incidents;
    private final Clock clock;
    private final Executor lookers;
    private final ScheduledExecutorService scheduler;

    PullInbox(
            DeliveryLedger ledger,
            ProducerTemplate routes,
            InboxBell bell,
            Incidents incidents,
            Clock clock,
            Executor lookers,
            ScheduledExecutorService scheduler) {
        this.ledger = ledger;
        this.routes = routes;
        this.bell = bell;
        this.incidents = incidents;
        this.clock = clock;
        this.lookers = lookers;
        this.scheduler = scheduler;
    }

    @Override
    public CompletableFuture<List<Offer>> take(PartyId party, Portion most, Duration wait, Duration lease) {
        Asking asking = new Asking(party, most, lease, clock.instant().plus(wait), new CompletableFuture<>());
        look(asking);
        return asking.answer();
    }

    private void look(Asking asking) {
        if (asking.answer().isDone()) {
            // The caller has gone; a lease now would only be a lease for nobody.
            return;
        }
        try {
            long rings = bell.rings(asking.party());
            List<Offer> offers = offers(asking);
            Duration left = Duration.between(clock.instant(), asking.until());
            if (!offers.isEmpty() || left.isNegative() || left.isZero() || !waitFor(asking, rings, left)) {
                asking.answer().complete(offers);
            }
        } catch (RuntimeException failure) {
            asking.answer().completeExceptionally(rejection("take", failure));
        }
    }

    private boolean waitFor(Asking asking, long rings, Duration left) {
        InboxBell.Waiter waiter = new InboxBell.Waiter(() -> lookers.execute(() -> look(asking)));
        boolean waits = bell.await(asking.party(), rings, waiter);
        if (waits) {
            Duration next = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
            scheduler.schedule(() -> bell.timeOut(asking.party(), waiter), next.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
        return waits;
    }

    private List<Offer> offers(Asking asking) {
        List<Claimed> leased = ledger.lease(asking.party(), asking.most(), asking.lease()).stream()
                .map(Claimed::new)
                .toList();
        List<Offer> offers = new ArrayList<>();
        if (!leased.isEmpty()) {
            ((List<?>) send(OfferRoute.START, leased)).forEach(offer -> offers.add((Offer) offer));
        }
        return offers;
    }

    @Override
    public List<ReceiptResult> acknowledge(PartyId party, List<SealedText> receipts) {
        return acknowledge(party, receipts, handed -> send(ReadReceiptRoute.START, new HandedReceipt(party, handed)));
    }

    @Override
    public List<ReceiptResult> acknowledgeAttested(PartyId party, List<byte[]> receipts) {
        return acknowledge(
                party, receipts, payload -> send(ReadAttestedReceiptRoute.START, new AttestedReceipt(party, payload)));
    }

    private <T> List<ReceiptResult> acknowledge(PartyId party, List<T> receipts, Function<T, Object> way) {
        try {
            List<Object> read = Together.each(receipts, lookers, way);
            List<ReadReceipt> good = read.stream()
                    .filter(ReadReceipt.class::isInstance)
                    .map(ReadReceipt.class::cast)
                    .toList();
            Iterator<ReceiptResult> recorded = record(party, good).iterator();
            return read.stream()
                    .map(one -> one instanceof ReceiptResult refused ? refused : recorded.next())
                    .toList();
        } catch (RuntimeException failure) {
            throw rejection("acknowledge", failure);
        }
    }

    private List<ReceiptResult> record(PartyId party, List<ReadReceipt> receipts) {
        return receipts.isEmpty()
                ? List.of()
                : ((RecordedReceipts) send(RecordReceiptsRoute.START, new ReadReceipts(party, receipts))).results();
    }

    private Object send(String route, Object body) {
        Exchange exchange =
                routes.send(route, ExchangePattern.InOut, e -> e.getMessage().setBody(body));
        if (exchange.getException() != null) {
            throw exchange.getException() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(route, exchange.getException());
        }
        return Step.body(exchange, Object.class);
    }

    private Rejection rejection(String during, RuntimeException failure) {
        if (failure instanceof Rejection rejection) {
            return rejection;
        }
        if (failure instanceof LedgerUnavailable) {
            return Rejection.later(ProblemCode.UNAVAILABLE, "The ledger cannot be reached.", COME_AGAIN);
        }
        String incident = incidents.report(during, failure);
        return new Rejection(ProblemCode.INTERNAL, "Incident " + incident + "; tell the gateway's operator this id.");
    }

    /** Somebody asks: for whom, how much, until when, and where the answer goes. */
    private record Asking(
            PartyId party, Portion most, Duration lease, Instant until, CompletableFuture<List<Offer>> answer) {}
}
