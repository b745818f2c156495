package org.tongqu.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.QueryTrail;
import org.tongqu.record.port.QueryTrail.Asked;
import org.tongqu.record.port.QueryTrail.Attempt;
import org.tongqu.record.port.QueryTrail.Page;
import org.tongqu.record.port.QueryTrail.Way;
import org.tongqu.record.query.QueryFilter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which questions were asked, of whom, and what became of them. Who, when and how, never what was asked for or answered. */
@RestController
@RequestMapping(path = "/admin/v1/queries", produces = MediaType.APPLICATION_JSON_VALUE)
final class QueriesApi {
    private static final int MOST = 500;

    private final AdminGuard guard;
    private final QueryTrail trail;

    QueriesApi(AdminGuard guard, QueryTrail trail) {
        this.guard = guard;
        this.trail = trail;
    }

    /** A page of them, the latest first; 400 if a parameter cannot be used. */
    @GetMapping
    ResponseEntity<byte[]> queries(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @RequestParam(name = "since", required = false) @Nullable String since,
            @RequestParam(name = "party", required = false) @Nullable String party,
            @RequestParam(name = "type", required = false) @Nullable String type,
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
                QueryFilter filter = new QueryFilter(
                        since == null ? null : Instant.parse(since),
                        party == null ? null : new PartyId(party),
                        type == null ? null : RecordType.parse(type));
                return ResponseEntity.ok(StrictJson.write(json(trail.page(filter, most.get(), after))));
            } catch (DateTimeException notATime) {
                return AdminGuard.problem(400, "since must be a time such as 2026-03-01T00:00:00Z");
            } catch (IllegalArgumentException notOne) {
                return AdminGuard.problem(400, "party must be a party id, and type a type of query");
            } catch (Rejection notAPlace) {
                return AdminGuard.problem(400, "after must be the next of a page given before");
            }
        });
    }

    /** The way of one; 404 if there is no such question. */
    @GetMapping("/{sender}/{id}")
    ResponseEntity<byte[]> way(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @PathVariable("sender") String sender,
            @PathVariable("id") String id) {
        return guard.answer(who, () -> (PartyId.isShaped(sender) && RecordId.isShaped(id)
                        ? trail.find(new RecordId(new PartyId(sender), id))
                        : Optional.<Way>empty())
                .map(way -> ResponseEntity.ok(StrictJson.write(json(way))))
                .orElseGet(() -> AdminGuard.problem(404, "there is no such query")));
    }

    private static ObjectNode json(Page page) {
        ObjectNode answer = StrictJson.object();
        ArrayNode queries = answer.putArray("queries");
        page.queries().forEach(one -> queries.add(json(one)));
        return answer.put("next", page.next());
    }

    private static ObjectNode json(Asked asked) {
        return StrictJson.object()
                .put("sender", asked.id().sender().value())
                .put("id", asked.id().id())
                .put("type", asked.type().toString())
                .put("provider", asked.provider().value())
                .put("rule", asked.rule())
                .put("state", asked.state().name())
                .put("code", asked.code())
                .put("results", asked.results())
                .put("attempts", asked.attempts())
                .put("askedAt", asked.askedAt().toString())
                .put("concludedAt", text(asked.concludedAt()));
    }

    private static ObjectNode json(Way way) {
        ObjectNode json = json(way.asked())
                .put("subject", way.subject())
                .put("purpose", way.purpose())
                .put("sealedBy", way.sealedBy() == null ? null : way.sealedBy().toString())
                .put("dialect", way.dialect());
        ArrayNode attempts = json.putArray("way");
        way.attempts().forEach(attempt -> attempts.add(json(attempt)));
        return json;
    }

    private static ObjectNode json(Attempt attempt) {
        return StrictJson.object()
                .put("attempt", attempt.number())
                .put("provider", attempt.provider().value())
                .put("rule", attempt.rule())
                .put("siteVersion", attempt.siteVersion())
                .put("beganAt", attempt.beganAt().toString())
                .put("endedAt", text(attempt.endedAt()))
                .put("state", attempt.state().name())
                .put("code", attempt.code())
                .put("results", attempt.results());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
