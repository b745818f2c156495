package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.RecordLedger;

/** Tells where records are (办理轨迹), as far as the caller may know. What is not the caller's does not exist for it. */
@RestController
final class RecordStateController {
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 500;

    private final RecordLedger ledger;

    RecordStateController(RecordLedger ledger) {
        this.ledger = ledger;
    }

    /** One record with its deliveries. */
    @GetMapping("/v1/records/{sender}/{id}")
    ResponseEntity<byte[]> find(Caller caller, @PathVariable String sender, @PathVariable String id) {
        return record(sender, id)
                .flatMap(record -> ledger.find(record, caller.party()))
                .map(view -> JsonAnswer.of(HttpStatus.OK, RecordJson.of(view)))
                .orElseThrow(
                        () -> new Rejection(ProblemCode.NOT_FOUND, "There is no such record, or it is not yours."));
    }

    /** The records of one business key, oldest first, page by page. */
    @GetMapping("/v1/records")
    ResponseEntity<byte[]> list(Caller caller, HttpServletRequest request) {
        QueryParameters query = new QueryParameters(request.getParameterMap());
        String subject = query.required("subject");
        int limit = query.number("limit", 1, LARGEST_PAGE, USUAL_PAGE);
        String after = query.optional("after");
        query.requireValid();
        return JsonAnswer.of(HttpStatus.OK, RecordJson.of(ledger.list(subject, caller.party(), limit, after)));
    }

    private static Optional<RecordId> record(String sender, String id) {
        return PartyId.isShaped(sender) && RecordId.isShaped(id)
                ? Optional.of(new RecordId(new PartyId(sender), id))
                : Optional.empty();
    }
}
