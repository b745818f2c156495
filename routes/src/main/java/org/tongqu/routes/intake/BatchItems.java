package org.tongqu.routes.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Site;
import org.tongqu.routes.step.Step;

/** The items of a batch: how each one ended its preparation, and what their order means for the commit. */
final class BatchItems {
    private final ProducerTemplate routes;
    private final Sites sites;
    private final Identity identity;
    private final Commitment commitment;

    BatchItems(ProducerTemplate routes, Sites sites, Identity identity, Commitment commitment) {
        this.routes = routes;
        this.sites = sites;
        this.identity = identity;
        this.commitment = commitment;
    }

    /**
     * Prepares one item like a single record; a refusal is a result and not the end of the batch. The body with which its way
     * ended tells how far it came, and so whether its key is known.
     */
    PreparedItem prepare(BatchItem submission) {
        Exchange exchange = routes.send(
                way(submission), ExchangePattern.InOut, e -> e.getMessage().setBody(submission));
        Object reached = Step.body(exchange, Object.class);
        Exception failure = exchange.getException();
        if (failure instanceof Rejection rejection) {
            return new PreparedItem.Refused(rejection, key(submission, reached));
        }
        if (failure != null) {
            throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
        }
        return PreparedItem.of(reached);
    }

    private static String way(BatchItem submission) {
        if (submission instanceof MessageSubmission) {
            return PrepareMessageRoute.START;
        }
        return submission instanceof Submission ? PrepareSealedRoute.START : PrepareAttestedRoute.START;
    }

    /**
     * The key that a refused item holds up. An item refused before it was read holds up the key that it states: nothing is
     * shared by that, and what the sender mends and sends again must not come after what stood behind it.
     */
    private @Nullable BusinessKey key(BatchItem submission, Object reached) {
        Site site = sites.current();
        return reached instanceof Keyed keyed
                ? site.keyOf(keyed.record())
                : submission.statedKey(site).orElse(null);
    }

    /**
     * Commits all that may go, in one commit. After an item that was refused, later ones of its key are refused too, unless they
     * were accepted before; the ledger does the same for what it refuses itself.
     */
    BatchResult commit(PreparedBatch batch) {
        List<@Nullable ItemEnd> results = new ArrayList<>();
        List<PreparedRecord> going = new ArrayList<>();
        Set<BusinessKey> heldUp = new HashSet<>();
        for (PreparedItem item : batch.items()) {
            results.add(beforeCommit(item, heldUp, going));
        }
        List<Result> committed = commitment.commitAll(going);
        int next = 0;
        List<ItemEnd> all = new ArrayList<>();
        for (ItemEnd result : results) {
            all.add(result != null ? result : result(committed.get(next++)));
        }
        return new BatchResult(all);
    }

    private @Nullable ItemEnd beforeCommit(PreparedItem item, Set<BusinessKey> heldUp, List<PreparedRecord> going) {
        if (item instanceof PreparedItem.Answered answered) {
            return new ItemEnd.Receipted(answered.receipt());
        }
        if (item instanceof PreparedItem.Waiting waiting) {
            return new ItemEnd.Waiting(waiting.heard());
        }
        if (item instanceof PreparedItem.Refused refused) {
            if (refused.key() != null) {
                heldUp.add(refused.key());
            }
            return new ItemEnd.Refused(refused.rejection());
        }
        PreparedRecord prepared = ((PreparedItem.Ready) item).prepared();
        if (heldUp.contains(prepared.admission().key())) {
            return heldUp(prepared);
        }
        going.add(prepared);
        return null;
    }

    private ItemEnd heldUp(PreparedRecord prepared) {
        Rejection earlier = new Rejection(
                ProblemCode.EARLIER_ITEM_REFUSED, "An earlier item of this batch with the same key was refused.");
        try {
            return new ItemEnd.Receipted(identity.receiptGivenBefore(prepared, earlier));
        } catch (Rejection rejection) {
            return new ItemEnd.Refused(rejection);
        }
    }

    private static ItemEnd result(Result result) {
        return result instanceof Result.Committed committed
                ? new ItemEnd.Receipted(committed.receipt())
                : new ItemEnd.Refused(((Result.Refused) result).rejection());
    }
}
