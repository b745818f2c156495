package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.Inbox.Offer;
import org.tongqu.record.port.Sites;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.node.ArrayNode;

/** The inbox of a party that fetches (收件箱): deliveries out under a lease, receipts in. */
@RestController
final class InboxController {
    private static final int MOST_DELIVERIES = 500;
    private static final int MOST_RECEIPTS = 500;
    /** What is told takes about so many times its length: as a text, as a tree of JSON, and as octets. */
    private static final int TOLD = 6;

    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Inbox inbox;
    private final Sites sites;
    private final BodyBudget budget;

    InboxController(Inbox inbox, Sites sites, BodyBudget budget) {
        this.inbox = inbox;
        this.sites = sites;
        this.budget = budget;
    }

    /**
     * Leases what is there, or what comes while the caller waits. No thread is held meanwhile; if the inbox itself does not
     * answer in time, 503, and nothing is leased for a caller that is not there any more. As much is told as there is room for.
     */
    @GetMapping("/v1/inbox")
    DeferredResult<ResponseEntity<byte[]>> take(Caller caller, HttpServletRequest request) {
        QueryParameters query = new QueryParameters(request.getParameterMap());
        int max = query.number("max", 1, MOST_DELIVERIES, 50);
        Duration wait = Duration.ofSeconds(query.number("wait", 0, 30, 0));
        Duration lease = Duration.ofSeconds(query.number("lease", 10, 600, 60));
        query.requireValid();
        CompletableFuture<List<Offer>> offers = inbox.take(caller.party(), Portion.of(max), wait, lease);
        DeferredResult<ResponseEntity<byte[]>> answer =
                new DeferredResult<>(wait.plus(GRACE).toMillis());
        answer.onTimeout(() -> {
            // In this order: cancelling completes the offers, and the first result of an answer counts.
            answer.setErrorResult(new Rejection(ProblemCode.UNAVAILABLE, "The inbox did not answer in time."));
            offers.cancel(false);
        });
        answer.onError(callerGone -> offers.cancel(false));
        BodyBudget.Share share = budget.share();
        answer.onCompletion(share::close);
        CompletableFuture<List<Offer>> unused = offers.whenComplete((taken, failure) -> {
            if (!(failure == null ? told(answer, taken, share) : answer.setErrorResult(failure))) {
                // Nobody waits any more, so what was held since the end of the call is given back here.
                share.close();
            }
        });
        return answer;
    }

    private static boolean told(
            DeferredResult<ResponseEntity<byte[]>> answer, List<Offer> offers, BodyBudget.Share share) {
        List<Offer> fitting = offers.stream()
                .takeWhile(offer -> share.holds((long) offer.body().text().length() * TOLD))
                .toList();
        return fitting.isEmpty() && !offers.isEmpty()
                ? answer.setErrorResult(BodyBudget.noRoom("what there is comes again at the end of its lease."))
                : answer.setResult(JsonAnswer.of(HttpStatus.OK, InboxJson.of(fitting)));
    }

    /** Takes up to 500 receipts; each has its own result, in the same order. */
    @PostMapping(path = "/v1/inbox/receipts", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> acknowledge(Caller caller, HttpServletRequest request) {
        try (BodyBudget.Share share = budget.share()) {
            byte[] octets = BodyOctets.read(request, sites.current().limits().maxBatchSize(), share);
            ArrayNode items = JsonArrayBody.read(octets, MOST_RECEIPTS);
            ReceiptSheet sheet = ReceiptSheet.of(items);
            List<SealedText> sealed = sheet.sealed();
            return JsonAnswer.of(
                    HttpStatus.OK,
                    sheet.answer(sealed.isEmpty() ? List.of() : inbox.acknowledge(caller.party(), sealed)));
        }
    }
}
