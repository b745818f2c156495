package org.tongqu.console;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.operation.Job;
import org.tongqu.record.operation.JobFilter;
import org.tongqu.record.operation.JobFilterJson;
import org.tongqu.record.operation.JobItem;
import org.tongqu.record.operation.JobKind;
import org.tongqu.record.operation.JobOrder;
import org.tongqu.record.operation.JobPreview;
import org.tongqu.record.operation.JobState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs as JSON, in and out. */
final class JobJson {
    private static final Map<String, JobState> CHANGES =
            Map.of("pause", JobState.PAUSED, "resume", JobState.RUNNING, "cancel", JobState.CANCELLED);

    private JobJson() {}

    static Optional<JobState> change(String word) {
        return Optional.ofNullable(CHANGES.get(word));
    }

    /**
     * An order: {@code job} (a UUID), {@code kind}, {@code who}, {@code reason}, {@code rate}, and {@code filter} with the members
     * of {@link JobFilter}.
     *
     * @throws IllegalArgumentException naming the member that is wrong
     */
    static JobOrder order(JsonNode json) {
        return new JobOrder(
                read("job", text(json, "job"), UUID::fromString),
                read("kind", text(json, "kind"), wire -> JobKind.of(wire).orElseThrow(IllegalArgumentException::new)),
                JobFilterJson.read(json.path("filter")),
                rate(json.path("rate")),
                read("who", text(json, "who"), Function.identity()),
                read("reason", text(json, "reason"), Function.identity()));
    }

    private static int rate(JsonNode rate) {
        if (rate.isMissingNode()) {
            return JobOrder.DEFAULT_RATE;
        }
        if (!rate.canConvertToInt()) {
            throw new IllegalArgumentException("rate must be a whole number");
        }
        return rate.intValue();
    }

    static ObjectNode of(JobPreview preview) {
        ObjectNode json = StrictJson.object().put("count", preview.count());
        ArrayNode groups = json.putArray("groups");
        preview.groups().forEach(group -> groups.addObject()
                .put("lane", group.lane().value())
                .put("state", group.state().name())
                .put("code", group.code())
                .put("count", group.count()));
        return json;
    }

    static ObjectNode of(Job job) {
        return StrictJson.object()
                .put("job", job.order().job().toString())
                .put("kind", job.order().kind().wire())
                .put("who", job.order().who())
                .put("reason", job.order().reason())
                .put("rate", job.order().rate())
                .put("state", job.state().name())
                .put("createdAt", job.createdAt().toString())
                .put("endedAt", text(job.endedAt()))
                .put("changedBy", job.changedBy())
                .put("total", job.total())
                .put("done", job.done())
                .put("skipped", job.skipped())
                .put("left", job.left());
    }

    static ObjectNode of(JobItem item) {
        return StrictJson.object()
                .put("number", item.number())
                .put("delivery", item.delivery().value())
                .put("sender", item.record().sender().value())
                .put("id", item.record().id())
                .put("lane", item.lane().value())
                .put("result", text(item.result()))
                .put("found", text(item.found()))
                .put("at", text(item.at()))
                .put("now", item.now().name());
    }

    @Nullable
    private static String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    @Nullable
    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    private static <T> T read(String name, @Nullable String text, Function<String, T> read) {
        if (text == null) {
            throw new IllegalArgumentException(name + " is needed");
        }
        try {
            return read.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(name + " cannot be " + text, wrong);
        }
    }
}
