package org.tongqu.console;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.life.DueFilter;
import org.tongqu.record.port.RecordLedger;
import org.tongqu.record.port.RecordLedger.Due;
import org.tongqu.record.port.RecordLedger.DuePage;
import org.tongqu.record.port.Sites;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which tickets are overdue or soon will be, whose turn it is, and since when. Numbers, states, times and parties, never content. */
@RestController
@RequestMapping(path = "/admin/v1/overdue", produces = MediaType.APPLICATION_JSON_VALUE)
final class OverdueApi {
    private static final int MOST = 500;

    private final AdminGuard guard;
    private final RecordLedger records;
    private final Sites sites;
    private final Clock clock;

    OverdueApi(AdminGuard guard, RecordLedger records, Sites sites, Clock clock) {
        this.guard = guard;
        this.records = records;
        this.sites = sites;
        this.clock = clock;
    }

    /** A page of them, the earliest first; of one party if {@code party} is given. 400 if a parameter cannot be used. */
    @GetMapping
    ResponseEntity<byte[]> overdue(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @RequestParam(name = "party", required = false) @Nullable String party,
            @RequestParam(name = "limit", defaultValue = "100") String limit,
            @RequestParam(name = "after", required = false) @Nullable String after) {
        return guard.answer(who, () -> {
            Optional<Integer> most = Optional.of(limit)
                    .filter(text -> text.matches("[0-9]{1,3}"))
                    .map(Integer::valueOf)
                    .filter(number -> number >= 1 && number <= MOST);
            if (most.isEmpty()) {
                return AdminGuard.problem(400, "limit must be 1 to " + MOST);
            }
            try {
                Instant now = clock.instant();
                DueFilter filter = new DueFilter(
                        now, sites.current().hotline().reminders(), party == null ? null : new PartyId(party));
                return ResponseEntity.ok(StrictJson.write(json(now, records.due(filter, most.get(), after))));
            } catch (IllegalArgumentException e) {
                return AdminGuard.problem(400, "party is no party id");
            } catch (Rejection notAPlace) {
                return AdminGuard.problem(400, "after must be the next of a page given before");
            }
        });
    }

    private static ObjectNode json(Instant now, DuePage page) {
        ObjectNode answer = StrictJson.object().put("at", now.toString());
        ArrayNode due = answer.putArray("due");
        page.due().forEach(one -> due.add(json(one)));
        return answer.put("next", page.next());
    }

    private static ObjectNode json(Due due) {
        ObjectNode json = StrictJson.object()
                .put("family", due.key().family())
                .put("subject", due.key().subject())
                .put("state", due.state())
                .put("awaited", due.awaited().what())
                .put("until", due.awaited().until().toString())
                .put("overdue", due.overdue());
        ArrayNode of = json.putArray("of");
        due.awaited().of().stream().map(PartyId::value).sorted().forEach(of::add);
        return json;
    }
}
