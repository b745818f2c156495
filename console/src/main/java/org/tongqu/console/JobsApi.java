package org.tongqu.console;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.operation.Job;
import org.tongqu.record.operation.JobOrder;
import org.tongqu.record.operation.JobState;
import org.tongqu.record.port.OperatorJobs;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Operators' jobs: replay, close and settle deliveries. Every call shows the {@link AdminToken}. */
@RestController
@RequestMapping(path = "/admin/v1/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
final class JobsApi {
    private static final int MOST_JOBS = 100;
    private static final int MOST_ITEMS = 500;

    private final AdminGuard guard;
    private final OperatorJobs jobs;

    JobsApi(AdminGuard guard, OperatorJobs jobs) {
        this.guard = guard;
        this.jobs = jobs;
    }

    /** What an order would be about now: count and groups. Changes nothing. */
    @PostMapping("/preview")
    ResponseEntity<byte[]> preview(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @RequestBody byte[] body) {
        return guard.answer(who, () -> ordered(body, order -> JobJson.of(jobs.preview(order))));
    }

    /** Makes a job; the same order again, known by its {@code job}, finds it as it stands. */
    @PostMapping
    ResponseEntity<byte[]> order(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @RequestBody byte[] body) {
        return guard.answer(who, () -> ordered(body, order -> JobJson.of(jobs.order(order))));
    }

    /** The latest 100 jobs. */
    @GetMapping
    ResponseEntity<byte[]> latest(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who) {
        return guard.answer(who, () -> {
            ObjectNode answer = StrictJson.object();
            ArrayNode list = answer.putArray("jobs");
            jobs.latest(MOST_JOBS).forEach(job -> list.add(JobJson.of(job)));
            return ok(answer);
        });
    }

    /** How a job stands. */
    @GetMapping("/{job}")
    ResponseEntity<byte[]> job(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @PathVariable("job") String job) {
        return guard.answer(who, () -> found(id(job).flatMap(jobs::find)));
    }

    /** What it did to each delivery, from after this number, at most 500. */
    @GetMapping("/{job}/items")
    ResponseEntity<byte[]> items(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @PathVariable("job") String job,
            @RequestParam(name = "after", defaultValue = "0") long after) {
        return guard.answer(who, () -> {
            Optional<Job> known = id(job).flatMap(jobs::find);
            if (known.isEmpty()) {
                return found(known);
            }
            ObjectNode answer = StrictJson.object();
            ArrayNode list = answer.putArray("items");
            jobs.items(known.get().order().job(), after, MOST_ITEMS).forEach(item -> list.add(JobJson.of(item)));
            return ok(answer);
        });
    }

    /** {@code pause}, {@code resume} or {@code cancel}, on behalf of {@code who}. */
    @PostMapping("/{job}/{change}")
    ResponseEntity<byte[]> change(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @PathVariable("job") String job,
            @PathVariable("change") String change,
            @RequestBody byte[] body) {
        return guard.answer(who, () -> {
            Optional<JobState> state = JobJson.change(change);
            Optional<String> name = AdminGuard.member(body, "who");
            if (state.isEmpty() || name.isEmpty()) {
                return AdminGuard.problem(400, "pause, resume or cancel, and who, are needed");
            }
            return found(id(job).flatMap(known -> jobs.change(known, state.get(), name.get())));
        });
    }

    private static ResponseEntity<byte[]> ordered(byte[] body, Function<JobOrder, ObjectNode> answer) {
        JobOrder order;
        try {
            order = JobJson.order(StrictJson.parse(body));
        } catch (IllegalArgumentException | MalformedJson wrong) {
            return AdminGuard.problem(400, String.valueOf(wrong.getMessage()));
        }
        return ok(answer.apply(order));
    }

    private static ResponseEntity<byte[]> found(Optional<Job> job) {
        return job.map(one -> ok(JobJson.of(one))).orElseGet(() -> AdminGuard.problem(404, "no such job"));
    }

    private static ResponseEntity<byte[]> ok(ObjectNode answer) {
        return ResponseEntity.ok(StrictJson.write(answer));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
