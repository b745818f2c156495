package org.tongqu.console;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.operation.JobEvent;
import org.tongqu.record.port.BrokerStatus;
import org.tongqu.record.port.EffectiveSettings;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.OperatorJobs;
import org.tongqu.record.port.RecordLedger;
import org.tongqu.record.port.RecordLedger.DeliveryView;
import org.tongqu.record.port.RecordLedger.LifeView;
import org.tongqu.record.port.RecordLedger.RecordView;
import org.tongqu.record.port.SiteControl;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.Watchdog;
import org.tongqu.record.site.Site;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the command line asks of a running gateway. Every call shows the {@link AdminToken}; 401 without it, 503 while the
 * ledger is away.
 */
@RestController
@RequestMapping(path = "/admin/v1", produces = MediaType.APPLICATION_JSON_VALUE)
final class AdminApi {
    private static final int MOST_TRACED = 500;

    private final AdminGuard guard;
    private final Sites sites;
    private final LedgerStatus status;
    private final BrokerStatus broker;
    private final Watchdog watchdog;
    private final RecordLedger records;
    private final OperatorJobs jobs;
    private final SiteControl control;
    private final EffectiveSettings settings;

    AdminApi(
            AdminGuard guard,
            Sites sites,
            LedgerStatus status,
            BrokerStatus broker,
            Watchdog watchdog,
            RecordLedger records,
            OperatorJobs jobs,
            SiteControl control,
            EffectiveSettings settings) {
        this.guard = guard;
        this.sites = sites;
        this.status = status;
        this.broker = broker;
        this.watchdog = watchdog;
        this.records = records;
        this.jobs = jobs;
        this.control = control;
        this.settings = settings;
    }

    /** The site in force, what waits, which parties are away, what the watchdog found stuck, and how the broker compared at start. */
    @GetMapping("/status")
    ResponseEntity<byte[]> status(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who) {
        return guard.answer(who, this::statusJson);
    }

    /** The settings in force, by group and name; every value is text. */
    @GetMapping("/settings")
    ResponseEntity<byte[]> settings(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who) {
        return guard.answer(who, () -> {
            ObjectNode answer = StrictJson.object();
            settings.inForce().forEach((group, values) -> values.forEach(answer.putObject(group)::put));
            return ResponseEntity.ok(StrictJson.write(answer));
        });
    }

    /**
     * The records of a business key with their deliveries and what operators did to them, oldest first, at most 500, and where the life of
     * what they are about stands.
     */
    @GetMapping("/trace")
    ResponseEntity<byte[]> trace(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @RequestParam("subject") String subject) {
        return guard.answer(who, () -> {
            ObjectNode answer = StrictJson.object();
            ArrayNode list = answer.putArray("records");
            List<RecordView> views = records.trace(subject, MOST_TRACED);
            Map<DeliveryId, List<JobEvent>> operations = jobs.history(views.stream()
                    .flatMap(view -> view.deliveries().stream())
                    .map(DeliveryView::delivery)
                    .toList());
            views.forEach(view -> list.add(json(view, operations)));
            ArrayNode lives = answer.putArray("lives");
            records.lives(subject).forEach(life -> lives.add(json(life)));
            return ResponseEntity.ok(StrictJson.write(answer));
        });
    }

    /** Applies the site in {@code directory}, on behalf of {@code who}: 200, or 422 with the errors. */
    @PostMapping("/site/apply")
    ResponseEntity<byte[]> apply(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @RequestBody byte[] body) {
        return guard.answer(who, () -> {
            Optional<String> directory = AdminGuard.member(body, "directory");
            Optional<String> name = AdminGuard.member(body, "who");
            if (directory.isEmpty() || name.isEmpty()) {
                return AdminGuard.problem(400, "directory and who are needed");
            }
            try {
                return change(control.apply(Path.of(directory.get()), name.get()));
            } catch (InvalidPathException e) {
                return AdminGuard.problem(400, "directory is no path");
            }
        });
    }

    /** Goes back to the version before, on behalf of {@code who}: 200, or 422 with the errors. */
    @PostMapping("/site/rollback")
    ResponseEntity<byte[]> rollback(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who,
            @RequestBody byte[] body) {
        return guard.answer(who, () -> AdminGuard.member(body, "who")
                .map(name -> change(control.rollback(name)))
                .orElseGet(() -> AdminGuard.problem(400, "who is needed")));
    }

    private static ObjectNode json(LifeView life) {
        ObjectNode json = StrictJson.object()
                .put("family", life.key().family())
                .put("subject", life.key().subject())
                .put("state", life.state().name())
                .put("changedAt", life.changedAt().toString());
        json.set("facts", life.state().facts());
        return json;
    }

    private ResponseEntity<byte[]> statusJson() {
        Site site = sites.current();
        ObjectNode answer = StrictJson.object().put("site", site.id()).put("version", site.version());
        boolean reachable = status.isReachable();
        answer.put("ledger", reachable);
        broker.compared().ifPresent(tally -> answer.putObject("bellsAtStart")
                .put("matching", tally.matching())
                .put("stale", tally.stale())
                .put("missing", tally.missing())
                .put("recent", tally.recent())
                .put("impossible", tally.impossible()));
        ArrayNode waiting = answer.putArray("waiting");
        ArrayNode circuits = answer.putArray("circuits");
        ArrayNode alarms = answer.putArray("alarms");
        if (reachable) {
            status.waiting().forEach(w -> waiting.addObject()
                    .put("lane", w.lane().value())
                    .put("type", w.type())
                    .put("state", w.state().name())
                    .put("count", w.count())
                    .put("oldest", w.oldest().toString()));
            status.openCircuits().forEach(c -> circuits.addObject()
                    .put("lane", c.lane().value())
                    .put("since", c.since().toString())
                    .put("probeAt", c.probeAt().toString())
                    .put("failures", c.failures())
                    .put("code", c.code()));
            watchdog.alarms().forEach(a -> alarms.addObject()
                    .put("lane", a.lane().value())
                    .put("cause", a.cause().name())
                    .put("since", a.since().toString())
                    .put("count", a.count())
                    .put("oldest", a.oldest().toString()));
        }
        return ResponseEntity.ok(StrictJson.write(answer));
    }

    private static ObjectNode json(RecordView view, Map<DeliveryId, List<JobEvent>> operations) {
        ObjectNode json = StrictJson.object()
                .put("sender", view.record().sender().value())
                .put("id", view.record().id())
                .put("type", view.type().toString())
                .put("sequence", view.sequence())
                .put("digest", view.digest().value())
                .put("acceptedAt", view.acceptedAt().toString())
                .put("siteVersion", view.siteVersion());
        ArrayNode deliveries = json.putArray("deliveries");
        view.deliveries()
                .forEach(delivery ->
                        deliveries.add(json(delivery, operations.getOrDefault(delivery.delivery(), List.of()))));
        return json;
    }

    private static ObjectNode json(DeliveryView view, List<JobEvent> operations) {
        ObjectNode json = StrictJson.object()
                .put("delivery", view.delivery().value())
                .put("recipient", view.recipient().value())
                .put("rule", view.rule())
                .put("state", view.state().name())
                .put("attempts", view.attempts())
                .put("nextAt", text(view.nextAt()))
                .put("code", view.code())
                .put("words", view.words())
                .put("receipted", view.receipt() != null);
        ArrayNode timeline = json.putArray("timeline");
        view.timeline().forEach(event -> timeline.addObject()
                .put("at", event.at().toString())
                .put("state", event.state().name())
                .put("attempt", event.attempt())
                .put("code", event.code()));
        ArrayNode done = json.putArray("operations");
        operations.forEach(event -> done.addObject()
                .put("at", event.at().toString())
                .put("kind", event.kind().wire())
                .put("result", event.result().name())
                .put("who", event.who())
                .put("reason", event.reason())
                .put("job", event.job().toString()));
        return json;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static ResponseEntity<byte[]> change(SiteControl.Change change) {
        ObjectNode json = StrictJson.object().put("version", change.version());
        addAll(json.putArray("errors"), change.errors());
        addAll(json.putArray("differences"), change.differences());
        return ResponseEntity.status(change.errors().isEmpty() ? 200 : 422).body(StrictJson.write(json));
    }

    private static void addAll(ArrayNode array, List<String> lines) {
        lines.forEach(array::add);
    }
}
