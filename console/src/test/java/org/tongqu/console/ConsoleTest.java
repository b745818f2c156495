package org.tongqu.console;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.Digest;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.alarm.AlarmCause;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.life.Awaited;
import org.tongqu.record.life.DueFilter;
import org.tongqu.record.life.ObjectState;
import org.tongqu.record.operation.Job;
import org.tongqu.record.operation.JobEvent;
import org.tongqu.record.operation.JobItem;
import org.tongqu.record.operation.JobKind;
import org.tongqu.record.operation.JobOrder;
import org.tongqu.record.operation.JobPreview;
import org.tongqu.record.operation.JobState;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.MachineStatus;
import org.tongqu.record.port.OperatorJobs;
import org.tongqu.record.port.QueryTrail;
import org.tongqu.record.port.RecordLedger;
import org.tongqu.record.port.RuleStatus.FailedRule;
import org.tongqu.record.port.SiteControl;
import org.tongqu.record.port.Watchdog;
import org.tongqu.record.query.QueryFilter;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;

class ConsoleTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final PartyId TAX = new PartyId("990101.tax");

    private final FakeStatus status = new FakeStatus();
    private final FakeJobs jobs = new FakeJobs();
    private final Watchdog watchdog = new FakeWatchdog();
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(
                    new StatusPage(
                            ConsoleTest::site,
                            status,
                            watchdog,
                            new FakeMachine(),
                            () -> List.of(new FailedRule("a-rule", "absent-field", 3, NOW)),
                            Clock.fixed(NOW, ZoneOffset.UTC)),
                    new AdminApi(
                            new AdminGuard(new AdminToken(TOKEN)),
                            ConsoleTest::site,
                            status,
                            () -> Optional.of(new BellTally(5, 4, 3, 2, 1)),
                            watchdog,
                            new FakeLedger(),
                            jobs,
                            new FakeControl(),
                            () -> new TreeMap<>(Map.of("broker", new TreeMap<>(Map.of("journal-datasync", "true"))))),
                    new OverdueApi(
                            new AdminGuard(new AdminToken(TOKEN)),
                            new FakeLedger(),
                            ConsoleTest::site,
                            Clock.fixed(NOW, ZoneOffset.UTC)),
                    new QueriesApi(new AdminGuard(new AdminToken(TOKEN)), new FakeTrail()),
                    new JobsApi(new AdminGuard(new AdminToken(TOKEN)), jobs))
            .build();

    @Test
    void thePageShowsWhatWaitsAndWhoIsAwayAndLoadsNothingFromElsewhere() throws Exception {
        mvc.perform(get("/"))
                .andExpect(status().isOk())
                .andExpect(header().string("Content-Security-Policy", containsString("default-src 'none'")))
                .andExpect(content().string(containsString("示范县")))
                .andExpect(content().string(containsString("结果不明 unknown")))
                .andExpect(content().string(containsString("联系不上 away")))
                .andExpect(content().string(containsString("需要处理")))
                .andExpect(content().string(containsString("<td class=\"n bad\">2</td><td class=\"n\">5 min</td>")))
                .andExpect(content().string(containsString("CONNECT_FAILED")))
                .andExpect(content().string(containsString("<td class=\"n bad\">2</td><td class=\"n\">60 s</td>")))
                .andExpect(content().string(containsString("将满 nearly full")))
                .andExpect(
                        content().string(containsString("<td>a-rule</td><td>absent-field</td><td class=\"n\">3</td>")))
                .andExpect(content().string(containsString("税务 &lt;b&gt;")))
                .andExpect(content().string(not(containsString("<script"))))
                .andExpect(content().string(not(containsString("<b>"))));
    }

    @Test
    void thePageSaysThatTheLedgerIsAwayInsteadOfFailing() throws Exception {
        status.reachable = false;

        mvc.perform(get("/")).andExpect(status().isOk()).andExpect(content().string(containsString("台账不可用")));
    }

    @Test
    void nothingIsToldWithoutTheToken() throws Exception {
        mvc.perform(get("/admin/v1/status")).andExpect(status().isUnauthorized());
        mvc.perform(get("/admin/v1/settings")).andExpect(status().isUnauthorized());
        mvc.perform(get("/admin/v1/trace?subject=C-1").header("Authorization", "Bearer " + TOKEN + "x"))
                .andExpect(status().isUnauthorized());
        mvc.perform(post("/admin/v1/site/apply").content("{\"directory\":\"/s\",\"who\":\"me\"}"))
                .andExpect(status().isUnauthorized());
        mvc.perform(post("/admin/v1/site/rollback").content("{\"who\":\"me\"}")).andExpect(status().isUnauthorized());
    }

    @Test
    void aTraceShowsTheWayOfARecord() throws Exception {
        mvc.perform(get("/admin/v1/trace?subject=C-1").header("Authorization", "Bearer " + TOKEN))
                .andExpect(status().isOk())
                .andExpect(
                        content()
                                .json(
                                        """
                                        {"records":[{"sender":"990101.window","id":"r1","type":"case.applied","sequence":1,
                                          "deliveries":[{"recipient":"990101.tax","rule":"a-rule","state":"WAITING",
                                            "timeline":[{"at":"2026-03-02T01:00:00Z","state":"ACCEPTED","attempt":0,"code":null}],
                                            "operations":[{"kind":"close","who":"张三","reason":"重复","result":"DONE"}]}]}],
                                         "lives":[{"family":"case","subject":"C-1","state":"5","changedAt":"2026-03-02T01:00:00Z",
                                           "facts":{"dueAt":"2026-03-05T09:00:00Z"}}]}
                                        """));
    }

    @Test
    void theStatusNamesWhatWaits() throws Exception {
        mvc.perform(get("/admin/v1/status").header("Authorization", "Bearer " + TOKEN))
                .andExpect(status().isOk())
                .andExpect(
                        content()
                                .json(
                                        """
                                        {"site":"990101","version":3,"ledger":true,
                                         "bellsAtStart":{"matching":5,"stale":4,"missing":3,"recent":2,"impossible":1},
                                         "waiting":[{"lane":"990101.tax","type":"case.applied","state":"UNKNOWN","count":2}],
                                         "circuits":[{"lane":"990101.tax","failures":4,"code":"CONNECT_FAILED"}],
                                         "alarms":[{"lane":"990101.tax","cause":"UNKNOWN","count":2}]}
                                        """));
    }

    @Test
    void whatIsOverdueIsListedByPagesAndParty() throws Exception {
        mvc.perform(admin(get("/admin/v1/overdue")))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(
                                "{\"at\":\"2026-03-02T01:00:00Z\",\"due\":[{\"family\":\"ticket\",\"subject\":\"T-1\",\"state\":\"5\","
                                        + "\"awaited\":\"reply\",\"until\":\"2026-03-02T00:59:00Z\",\"overdue\":true,"
                                        + "\"of\":[\"990101.tax\"]}],\"next\":\"100 null null\"}"));
        mvc.perform(admin(get("/admin/v1/overdue?party=990101.tax&limit=7&after=x")))
                .andExpect(content().string(containsString("\"next\":\"7 990101.tax x\"")));
        mvc.perform(get("/admin/v1/overdue")).andExpect(status().isUnauthorized());
        for (String wrong : List.of("limit=0", "limit=501", "limit=some", "party=tax", "after=elsewhere")) {
            mvc.perform(admin(get("/admin/v1/overdue?" + wrong))).andExpect(status().isBadRequest());
        }
    }

    @Test
    void questionsAreListedByPagesAndEachHasItsWay() throws Exception {
        mvc.perform(admin(get("/admin/v1/queries")))
                .andExpect(status().isOk())
                .andExpect(content()
                        .string("{\"queries\":[{\"sender\":\"990101.tax\",\"id\":\"q1\",\"type\":\"case.find\","
                                + "\"provider\":\"990100.city\",\"rule\":\"a-rule\",\"state\":\"ANSWERED\",\"code\":null,"
                                + "\"results\":1,\"attempts\":2,\"askedAt\":\"2026-03-02T01:00:00Z\","
                                + "\"concludedAt\":\"2026-03-02T01:00:09Z\"}],\"next\":\"100 null null null null\"}"));
        mvc.perform(
                        admin(
                                get(
                                        "/admin/v1/queries?since=2026-03-01T00:00:00Z&party=990101.tax&type=case.find&limit=7&after=x")))
                .andExpect(
                        content().string(containsString("\"next\":\"7 2026-03-01T00:00:00Z 990101.tax case.find x\"")));
        mvc.perform(admin(get("/admin/v1/queries/990101.tax/q1")))
                .andExpect(status().isOk())
                .andExpect(
                        content()
                                .json(
                                        """
                                        {"sender":"990101.tax","id":"q1","subject":"C-1","purpose":"办理","sealedBy":"990101.tax#k1",
                                         "dialect":null,"way":[
                                          {"attempt":1,"provider":"990100.city","rule":"a-rule","siteVersion":3,
                                           "beganAt":"2026-03-02T01:00:00Z","endedAt":"2026-03-02T01:00:05Z","state":"FAILED",
                                           "code":"PROVIDER_AWAY","results":null}]}
                                        """));
        mvc.perform(admin(get("/admin/v1/queries/990101.tax/q2"))).andExpect(status().isNotFound());
        mvc.perform(admin(get("/admin/v1/queries/tax/q1"))).andExpect(status().isNotFound());
        mvc.perform(get("/admin/v1/queries")).andExpect(status().isUnauthorized());
        mvc.perform(get("/admin/v1/queries/990101.tax/q1")).andExpect(status().isUnauthorized());
        for (String wrong : List.of(
                "limit=0", "limit=501", "limit=some", "party=tax", "type=Case", "since=today", "after=elsewhere")) {
            mvc.perform(admin(get("/admin/v1/queries?" + wrong))).andExpect(status().isBadRequest());
        }
    }

    @Test
    void theSettingsInForceAreToldByGroupAndName() throws Exception {
        mvc.perform(admin(get("/admin/v1/settings")))
                .andExpect(status().isOk())
                .andExpect(content().string("{\"broker\":{\"journal-datasync\":\"true\"}}"));
    }

    @Test
    void aSiteThatIsAppliedAnswersWithItsDifferencesAndOneThatIsRefusedWithItsErrors() throws Exception {
        mvc.perform(post("/admin/v1/site/apply")
                        .header("Authorization", "Bearer " + TOKEN)
                        .content("{\"directory\":\"/good\",\"who\":\"me\"}"))
                .andExpect(status().isOk())
                .andExpect(content().json("{\"version\":4,\"differences\":[\"+ party x\"],\"errors\":[]}"));
        mvc.perform(post("/admin/v1/site/apply")
                        .header("Authorization", "Bearer " + TOKEN)
                        .content("{\"directory\":\"/bad\",\"who\":\"me\"}"))
                .andExpect(status().is(422));
        mvc.perform(post("/admin/v1/site/apply")
                        .header("Authorization", "Bearer " + TOKEN)
                        .content("{\"directory\":"))
                .andExpect(status().isBadRequest());
    }

    @Test
    void aLedgerThatGoesAwayMeanwhileIs503() throws Exception {
        mvc.perform(get("/admin/v1/trace?subject=away").header("Authorization", "Bearer " + TOKEN))
                .andExpect(status().isServiceUnavailable());
    }

    @Test
    void aJobIsPreviewedOrderedFollowedAndChanged() throws Exception {
        String order =
                """
                {"job":"%s","kind":"replay-as-received","who":"张三","reason":"补了代码","rate":20,
                 "filter":{"lanes":["990101.tax"],"states":["PARKED"],"acceptedFrom":"2026-03-01T00:00:00Z"}}
                """
                        .formatted(FakeJobs.ID);
        mvc.perform(admin(post("/admin/v1/jobs/preview").content(order)))
                .andExpect(status().isOk())
                .andExpect(
                        content()
                                .json(
                                        "{\"count\":7,\"groups\":[{\"lane\":\"990101.tax\",\"state\":\"PARKED\",\"code\":\"X\",\"count\":7}]}"));
        mvc.perform(admin(post("/admin/v1/jobs").content(order)))
                .andExpect(status().isOk())
                .andExpect(content().json("{\"state\":\"RUNNING\",\"total\":7,\"left\":7,\"rate\":20,\"who\":\"张三\"}"));
        mvc.perform(admin(get("/admin/v1/jobs"))).andExpect(content().json("{\"jobs\":[{\"total\":7}]}"));
        mvc.perform(admin(get("/admin/v1/jobs/" + FakeJobs.ID + "/items?after=3")))
                .andExpect(content().json("{\"items\":[{\"number\":4,\"result\":null,\"now\":\"PARKED\"}]}"));
        mvc.perform(admin(post("/admin/v1/jobs/" + FakeJobs.ID + "/pause").content("{\"who\":\"李四\"}")))
                .andExpect(content().json("{\"state\":\"PAUSED\",\"changedBy\":\"李四\"}"));
        mvc.perform(admin(get("/admin/v1/jobs/none"))).andExpect(status().isNotFound());
        mvc.perform(post("/admin/v1/jobs").content(order)).andExpect(status().isUnauthorized());
    }

    @Test
    void anOrderThatCannotBeCarriedOutNamesTheMember() throws Exception {
        String good = "{\"job\":\"" + FakeJobs.ID + "\",\"kind\":\"close\",\"who\":\"a\",\"reason\":\"b\"}";
        Map<String, String> wrong = Map.of(
                good.replace("}", ",\"filter\":{\"lane\":[\"990101.tax\"]}}"),
                "filter has no condition lane",
                good.replace("}", ",\"filter\":{\"lanes\":\"990101.tax\"}}"),
                "lanes must be an array",
                good.replace("}", ",\"filter\":{\"lanes\":[]}}"),
                "lanes names nothing",
                good.replace("}", ",\"rate\":\"fast\"}"),
                "rate must be a whole number",
                good.replace("close", "clos"),
                "kind cannot be clos",
                good.replace(",\"who\":\"a\"", ""),
                "who is needed",
                good.replace("}", ",\"filter\":{\"states\":[\"DELIVERED\"]}}"),
                "close does nothing to a delivery that is DELIVERED",
                good.replace("}", ",\"filter\":{\"lanes\":[\"x\"]}}"),
                "lanes cannot be x",
                good.replace("}", ",\"rate\":0}"),
                "rate must be 1 to 1000",
                "{",
                "");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            mvc.perform(admin(post("/admin/v1/jobs").content(one.getKey())))
                    .andExpect(status().isBadRequest())
                    .andExpect(content().string(containsString(one.getValue())));
        }
        mvc.perform(admin(post("/admin/v1/jobs/" + FakeJobs.ID + "/explode").content("{\"who\":\"a\"}")))
                .andExpect(status().isBadRequest());
        mvc.perform(admin(post("/admin/v1/jobs/" + FakeJobs.ID + "/pause").content("{}")))
                .andExpect(status().isBadRequest());
    }

    private static MockHttpServletRequestBuilder admin(MockHttpServletRequestBuilder request) {
        return request.header("Authorization", "Bearer " + TOKEN);
    }

    private static Site site() {
        Party tax = new Party(
                TAX, "税务 <b>", "Tax", "county", "tax", List.of(), new Endpoint.Pull(), false, Duration.ofDays(30), 1);
        return new Site(
                "990101",
                3,
                "示范县",
                "Demo",
                "county",
                PartyId.gatewayOf("990101"),
                List.of(),
                Map.of(TAX, tax),
                new SharingRules(List.of()),
                Limits.DEFAULTS,
                List.of(),
                List.of(),
                WorkdayCalendar.shipped());
    }

    private static final class FakeStatus implements LedgerStatus {
        private boolean reachable = true;

        @Override
        public boolean isReachable() {
            return reachable;
        }

        @Override
        public List<Waiting> waiting() {
            return List.of(new Waiting(TAX, "case.applied", DeliveryState.UNKNOWN, 2, NOW.minusSeconds(60)));
        }

        @Override
        public List<OpenCircuit> openCircuits() {
            return List.of(new OpenCircuit(TAX, NOW, NOW, 4, "CONNECT_FAILED"));
        }
    }

    /** A machine whose disk is nearly full. */
    private static final class FakeMachine implements MachineStatus {
        @Override
        public boolean isIntakeOpen() {
            return false;
        }

        @Override
        public boolean isDatabaseUp() {
            return true;
        }

        @Override
        public boolean isBrokerUp() {
            return true;
        }

        @Override
        public boolean isClockSteady() {
            return true;
        }

        @Override
        public boolean hasDiskRoom() {
            return false;
        }
    }

    private static final class FakeControl implements SiteControl {
        @Override
        public Change apply(Path directory, String who) {
            return directory.equals(Path.of("/good"))
                    ? new Change(4, List.of(), List.of("+ party x"))
                    : new Change(3, List.of("site.yml:1 wrong"), List.of());
        }

        @Override
        public Change rollback(String who) {
            return new Change(5, List.of(), List.of());
        }
    }

    private static final class FakeWatchdog implements Watchdog {
        @Override
        public Look look(Instant now) {
            return new Look(List.of(), List.of());
        }

        @Override
        public List<Alarm> alarms() {
            return List.of(new Alarm(TAX, AlarmCause.UNKNOWN, NOW.minusSeconds(300), 2, NOW.minusSeconds(400)));
        }
    }

    /** One job of seven deliveries. */
    private static final class FakeJobs implements OperatorJobs {
        static final UUID ID = UUID.fromString("0123e456-0000-4000-8000-000000000000");
        private @Nullable Job job;

        @Override
        public JobPreview preview(JobOrder order) {
            return new JobPreview(7, List.of(new JobPreview.Group(TAX, DeliveryState.PARKED, "X", 7)));
        }

        @Override
        public Job order(JobOrder order) {
            Job made = new Job(order, JobState.RUNNING, NOW, null, null, 7, 0, 0);
            job = made;
            return made;
        }

        @Override
        public Optional<Job> find(UUID id) {
            return Optional.ofNullable(job).filter(known -> id.equals(ID));
        }

        @Override
        public List<Job> latest(int most) {
            return Optional.ofNullable(job).stream().toList();
        }

        @Override
        public List<JobItem> items(UUID id, long after, int most) {
            return List.of(new JobItem(
                    after + 1,
                    new DeliveryId("0".repeat(32)),
                    new RecordId(TAX, "r1"),
                    TAX,
                    null,
                    null,
                    null,
                    DeliveryState.PARKED));
        }

        @Override
        public Map<DeliveryId, List<JobEvent>> history(Collection<DeliveryId> deliveries) {
            return deliveries.stream()
                    .collect(Collectors.toMap(
                            delivery -> delivery,
                            delivery ->
                                    List.of(new JobEvent(ID, JobKind.CLOSE, "张三", "重复", NOW, JobItem.Result.DONE))));
        }

        @Override
        public Optional<Job> change(UUID id, JobState state, String who) {
            return find(id).map(j -> new Job(j.order(), state, NOW, null, who, 7, 0, 0));
        }
    }

    /** One question; the next page is named by what was asked for. */
    private static final class FakeTrail implements QueryTrail {
        private static final PartyId CITY = new PartyId("990100.city");
        private static final Asked ASKED = new Asked(
                new RecordId(TAX, "q1"),
                RecordType.parse("case.find"),
                CITY,
                "a-rule",
                State.ANSWERED,
                null,
                1,
                2,
                NOW,
                NOW.plusSeconds(9));

        @Override
        public Page page(QueryFilter filter, int limit, @Nullable String after) {
            if ("elsewhere".equals(after)) {
                throw new Rejection(ProblemCode.MALFORMED, "no page ended there");
            }
            return new Page(
                    List.of(ASKED),
                    limit + " " + filter.since() + " " + filter.party() + " " + filter.type() + " " + after);
        }

        @Override
        public Optional<Way> find(RecordId question) {
            Attempt attempt =
                    new Attempt(1, CITY, "a-rule", 3, NOW, NOW.plusSeconds(5), State.FAILED, "PROVIDER_AWAY", null);
            return question.equals(ASKED.id())
                    ? Optional.of(new Way(ASKED, "C-1", "办理", new KeyId(TAX, "k1"), null, List.of(attempt)))
                    : Optional.empty();
        }
    }

    private static final class FakeLedger implements RecordLedger {
        @Override
        public Optional<RecordView> find(RecordId record, PartyId viewer) {
            return Optional.empty();
        }

        @Override
        public Page list(String subject, PartyId viewer, int limit, @Nullable String after) {
            return new Page(List.of(), null);
        }

        /** One ticket; the next page is named by what was asked for. */
        @Override
        public DuePage due(DueFilter filter, int limit, @Nullable String after) {
            if ("elsewhere".equals(after)) {
                throw new Rejection(ProblemCode.MALFORMED, "no page ended there");
            }
            Due due = new Due(
                    new BusinessKey("990101", "ticket", "T-1"),
                    "5",
                    new Awaited("reply", Set.of(TAX), filter.now().minusSeconds(60)),
                    true);
            return new DuePage(List.of(due), limit + " " + filter.of() + " " + after);
        }

        @Override
        public List<LifeView> lives(String subject) {
            return List.of(new LifeView(
                    new BusinessKey("990101", "case", subject),
                    new ObjectState("5", Set.of(), StrictJson.object().put("dueAt", "2026-03-05T09:00:00Z"), null),
                    NOW));
        }

        @Override
        public List<RecordView> trace(String subject, int limit) {
            if (subject.equals("away")) {
                throw new LedgerUnavailable("away", new IllegalStateException());
            }
            return List.of(new RecordView(
                    new RecordId(new PartyId("990101.window"), "r1"),
                    RecordType.parse("case.applied"),
                    new BusinessKey("990101", "case", "C-1"),
                    1,
                    new Digest("sm3:" + "0".repeat(64)),
                    NOW,
                    3,
                    null,
                    List.of(new DeliveryView(
                            new DeliveryId("0".repeat(32)),
                            TAX,
                            "a-rule",
                            DeliveryState.WAITING,
                            1,
                            NOW,
                            "AWAY",
                            null,
                            null,
                            List.of(new Event(NOW, DeliveryState.ACCEPTED, 0, null))))));
        }
    }
}
