package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.Intake.ItemResult;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Sites;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Limits;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes records (上报): one with its seal in a header, or a batch of sealed ones. Only octets and seals go on. */
@RestController
final class RecordsController {
    static final String ONE = "application/cloudevents+json";
    static final String BATCH = "application/vnd.tongqu.sealed-batch+json";

    private final Intake intake;
    private final IntakeGate gate;
    private final Sites sites;
    private final BodyBudget budget;

    RecordsController(Intake intake, IntakeGate gate, Sites sites, BodyBudget budget) {
        this.intake = intake;
        this.gate = gate;
        this.sites = sites;
        this.budget = budget;
    }

    /** One record: 202 when it is new, 200 when it had been accepted before, with the same receipt to the byte. */
    @PostMapping(path = "/v1/records", consumes = ONE)
    ResponseEntity<byte[]> submit(HttpServletRequest request) {
        requireOpen();
        try (BodyBudget.Share share = budget.share()) {
            byte[] octets = BodyOctets.read(request, limits().maxRecordSize(), share);
            Receipt receipt = intake.submit(octets, SealHeaderField.of(request));
            return JsonAnswer.of(
                    receipt.repeat() ? HttpStatus.OK : HttpStatus.ACCEPTED,
                    receipt.sealed().toJson());
        }
    }

    /** A batch, in order, not atomic: 202 if every item was accepted, now or before; else 207. */
    @PostMapping(path = "/v1/records", consumes = BATCH)
    ResponseEntity<byte[]> submitBatch(HttpServletRequest request) {
        requireOpen();
        Limits limits = limits();
        try (BodyBudget.Share share = budget.share()) {
            byte[] octets = BodyOctets.read(request, limits.maxBatchSize(), share);
            return answer(intake.submitBatch(items(JsonArrayBody.read(octets, limits.maxBatchItems()))));
        }
    }

    private static ResponseEntity<byte[]> answer(List<ItemResult> results) {
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        results.forEach(result -> answer.add(item(result)));
        boolean all = results.stream().allMatch(ItemResult.Taken.class::isInstance);
        return JsonAnswer.of(all ? HttpStatus.ACCEPTED : HttpStatus.MULTI_STATUS, answer);
    }

    private void requireOpen() {
        gate.closed().ifPresent(closed -> {
            throw closed;
        });
    }

    private Limits limits() {
        return sites.current().limits();
    }

    /**
     * An item that is no sealed thing has no key, so nobody can say which later ones it would hold up: the whole batch is
     * refused, before anything of it is taken.
     */
    private static List<SealedText> items(ArrayNode batch) {
        List<SealedText> items = new ArrayList<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            try {
                items.add(SealedText.fromJson(batch.get(i)));
            } catch (IllegalArgumentException notSealed) {
                errors.add(new FieldError(
                        "/" + i,
                        "flattened-jws",
                        "应为含 payload、protected、signature 的对象",
                        "expected an object of payload, protected, signature"));
            }
        }
        if (!errors.isEmpty()) {
            throw new Rejection(
                    ProblemCode.MALFORMED, "Items of the batch are no flattened JWS; nothing was taken.", errors);
        }
        return items;
    }

    private static ObjectNode item(ItemResult result) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        if (result instanceof ItemResult.Taken taken) {
            Receipt receipt = taken.receipt();
            item.put("status", receipt.repeat() ? HttpStatus.OK.value() : HttpStatus.ACCEPTED.value());
            item.set("receipt", receipt.sealed().toJson());
        } else if (result instanceof ItemResult.Refused refused) {
            Problem problem = Problem.of(refused.rejection());
            item.put("status", problem.status());
            item.set("problem", problem.toJson());
        }
        return item;
    }
}
