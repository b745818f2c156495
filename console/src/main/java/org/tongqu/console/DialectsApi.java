package org.tongqu.console;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.DialectTrial;
import org.tongqu.record.port.UnmappedCodes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What operators do with dialects. */
@RestController
@RequestMapping(path = "/admin/v1/dialects", produces = MediaType.APPLICATION_JSON_VALUE)
final class DialectsApi {
    private static final int MOST_CODES = 1000;

    private final AdminGuard guard;
    private final DialectTrial trial;
    private final UnmappedCodes unmapped;

    DialectsApi(AdminGuard guard, DialectTrial trial, UnmappedCodes unmapped) {
        this.guard = guard;
        this.trial = trial;
        this.unmapped = unmapped;
    }

    /** The codes that no code map had, the latest first, at most 1000. */
    @GetMapping("/unmapped")
    ResponseEntity<byte[]> unmapped(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who) {
        return guard.answer(who, () -> {
            ObjectNode answer = StrictJson.object();
            ArrayNode codes = answer.putArray("codes");
            unmapped.latest(MOST_CODES).forEach(one -> codes.addObject()
                    .put("party", one.party().value())
                    .put("family", one.family())
                    .put("heard", one.isHeard())
                    .put("map", one.code().map())
                    .put("code", one.code().code())
                    .put("times", one.times())
                    .put("since", one.since().toString())
                    .put("last", one.last().toString()));
            return ResponseEntity.ok(StrictJson.write(answer));
        });
    }

    /** What the changed dialect in {@code directory} would do otherwise with the {@code last} records: 200, or 422 with why it cannot be tried. */
    @PostMapping("/diff")
    ResponseEntity<byte[]> diff(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @RequestBody byte[] body) {
        return guard.answer(who, () -> {
            Optional<String> directory = AdminGuard.member(body, "directory");
            Optional<String> last = AdminGuard.member(body, "last").filter(text -> text.matches("[0-9]{1,4}"));
            if (directory.isEmpty() || last.isEmpty()) {
                return AdminGuard.problem(400, "directory and last are needed");
            }
            try {
                return answer(trial.compare(Path.of(directory.get()), Integer.parseInt(last.get())));
            } catch (InvalidPathException e) {
                return AdminGuard.problem(400, "directory is no path");
            }
        });
    }

    private static ResponseEntity<byte[]> answer(DialectTrial.Outcome outcome) {
        ObjectNode json = StrictJson.object().put("records", outcome.records());
        ArrayNode problems = json.putArray("problems");
        outcome.problems().forEach(problems::add);
        ArrayNode differences = json.putArray("differences");
        for (DialectTrial.Difference one : outcome.differences()) {
            ArrayNode fields = differences
                    .addObject()
                    .put("record", one.record().toString())
                    .put("way", one.isOut() ? "out" : "in")
                    .put("before", one.before())
                    .put("after", one.after())
                    .putArray("fields");
            one.fields().forEach(fields::add);
        }
        return ResponseEntity.status(outcome.problems().isEmpty() ? 200 : 422).body(StrictJson.write(json));
    }
}
