package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.Sites;

/** Takes questions (查询) and gives the answers: one hop, nothing waits in a queue. */
@RestController
final class QueriesController {
    private static final int LARGEST_QUESTION = 64 * 1024;

    private final Queries queries;
    private final Sites sites;
    private final BodyBudget budget;

    QueriesController(Queries queries, Sites sites, BodyBudget budget) {
        this.queries = queries;
        this.sites = sites;
        this.budget = budget;
    }

    /** One question, sealed: the sealed answer, the same for the same question within ten minutes. */
    @PostMapping(path = "/v1/queries/{type}", consumes = RecordsController.ONE)
    ResponseEntity<byte[]> ask(HttpServletRequest request, @PathVariable String type) {
        int most = Math.min(LARGEST_QUESTION, sites.current().limits().maxRecordSize());
        byte[] octets;
        try (BodyBudget.Share share = budget.share()) {
            octets = BodyOctets.read(request, most, share);
        }
        return JsonAnswer.of(
                HttpStatus.OK,
                queries.ask(type, octets, SealHeaderField.of(request)).toJson());
    }
}
