package org.tongqu.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import org.tongqu.record.PartyId;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.alarm.AlarmCause;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.LedgerStatus.OpenCircuit;
import org.tongqu.record.port.LedgerStatus.Waiting;
import org.tongqu.record.port.MachineStatus;
import org.tongqu.record.port.RuleStatus;
import org.tongqu.record.port.RuleStatus.FailedRule;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.Watchdog;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;

/**
 * One page that says how the gateway is (运行状态): intake, ledger, broker and disk, the lane of each party, what waits by type,
 * rules that fail. Plain HTML in both languages, without scripts and without anything from elsewhere; shows counts and party
 * names, never content.
 */
@RestController
final class StatusPage {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String STYLE =
            """
            :root{color-scheme:light}
            body{font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;color:#1b1f24;background:#fff;\
            margin:2rem auto;max-width:74rem;padding:0 1rem}
            h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
            small,.dim{color:#5b6570}small{display:block;font-size:.8rem;font-weight:400}
            ul{display:flex;flex-wrap:wrap;gap:.75rem;list-style:none;padding:0;margin:1.25rem 0}
            li{border:1px solid #d0d7de;border-left:.4rem solid #0a6b2d;border-radius:.3rem;padding:.4rem .9rem;min-width:9rem}
            li.bad{border-left-color:#b00020}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;vertical-align:top;border-bottom:1px solid #d0d7de;padding:.35rem .6rem}
            th{background:#f4f6f8;font-weight:600}
            .n{text-align:right;font-variant-numeric:tabular-nums}
            .good{color:#0a6b2d;white-space:nowrap}.bad{color:#b00020;font-weight:600}
            """;
    private static final Map<DeliveryState, String> STATES = Map.of(
            DeliveryState.ACCEPTED, "已受理 accepted",
            DeliveryState.SENDING, "投递中 sending",
            DeliveryState.WAITING, "等待重试 waiting",
            DeliveryState.HELD, "前序未决 held",
            DeliveryState.PARKED, "被拒搁置 parked",
            DeliveryState.UNKNOWN, "结果不明 unknown");

    private final Sites sites;
    private final LedgerStatus status;
    private final Watchdog watchdog;
    private final MachineStatus machine;
    private final RuleStatus rules;
    private final Clock clock;

    StatusPage(
            Sites sites, LedgerStatus status, Watchdog watchdog, MachineStatus machine, RuleStatus rules, Clock clock) {
        this.sites = sites;
        this.status = status;
        this.watchdog = watchdog;
        this.machine = machine;
        this.rules = rules;
        this.clock = clock;
    }

    @GetMapping(path = "/")
    ResponseEntity<String> page() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(html());
    }

    private String html() {
        Site site = sites.current();
        Instant now = clock.instant();
        boolean ledger = status.isReachable();
        StringBuilder html = new StringBuilder(8192);
        html.append("<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\">")
                .append("<meta http-equiv=\"refresh\" content=\"5\"><title>通衢 Tongqu · ")
                .append(text(site.id()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>")
                .append(text(site.nameZh()))
                .append(" · ")
                .append(text(site.nameEn()))
                .append("</h1><div class=\"dim\">通衢 Tongqu · 站点 site ")
                .append(text(site.id()))
                .append(" · 配置版本 site version ")
                .append(site.version())
                .append(" · ")
                .append(now.truncatedTo(ChronoUnit.SECONDS))
                .append("</div>");
        health(html, ledger);
        if (ledger) {
            try {
                alarms(html, site, watchdog.alarms(), now);
                ledger(html, site, status.waiting(), status.openCircuits(), now);
            } catch (LedgerUnavailable unavailable) {
                html.append("<p class=\"bad\">台账暂不可读 · The ledger cannot be read at this moment</p>");
            }
        }
        rules(html, rules.failedRules(), now);
        return html.append("</body></html>").toString();
    }

    private void health(StringBuilder html, boolean ledger) {
        html.append("<ul>");
        part(html, "受理 Intake", ledger && machine.isIntakeOpen(), "开放 open", "暂停 closed");
        part(html, "台账 Ledger", ledger && machine.isDatabaseUp(), "正常 answers", "台账不可用 cannot be reached");
        part(html, "消息 Broker", machine.isBrokerUp(), "正常 works", "停止 stopped");
        part(html, "磁盘 Disk", machine.hasDiskRoom(), "够用 has room", "将满 nearly full");
        part(html, "时钟 Clock", machine.isClockSteady(), "平稳 steady", "跳变 jumped");
        html.append("</ul>");
    }

    private static void part(StringBuilder html, String name, boolean good, String yes, String no) {
        html.append(good ? "<li>" : "<li class=\"bad\">")
                .append(name)
                .append("<br><span class=\"")
                .append(good ? "good\">" : "bad\">")
                .append(good ? yes : no)
                .append("</span></li>");
    }

    private static void alarms(StringBuilder html, Site site, List<Alarm> alarms, Instant now) {
        if (alarms.isEmpty()) {
            return;
        }
        html.append("<h2 class=\"bad\">需要处理 · Needs attention</h2>");
        head(html, "机构 party", "原因 cause", "怎么办 what to do", "#数量 count", "#已持续 for")
                .append("</tr>");
        alarms.forEach(alarm -> {
            html.append("<tr>");
            cell(html, name(site, alarm.lane()));
            cell(html, cause(alarm.cause()));
            cell(html, mend(alarm.cause()));
            number(html, alarm.cause() == AlarmCause.PARTY_AWAY ? "–" : Long.toString(alarm.count()), true);
            number(html, age(alarm.since(), now), false);
            html.append("</tr>");
        });
        html.append("</table>");
    }

    private static String cause(AlarmCause cause) {
        return switch (cause) {
            case PARKED -> "被拒搁置 parked";
            case UNKNOWN -> "结果不明 unknown";
            case PARTY_AWAY -> "联系不上 away";
            case FAILS_ALONE -> "屡投不达 fails alone";
            case NOT_FETCHED -> "久未来取 not fetched";
            case BELLS_UNANSWERED -> "通道不动 lane does not move";
            case LEASES_OVERDUE -> "租约超期未决 leases overdue";
            case PARTS_MISSING -> "报文未到齐 parts missing";
            case PICK_UP_AWAY -> "前置库或文件夹不可用 pick-up away";
            case PICK_UP_REFUSED -> "前置数据被拒 rows or files refused";
            case TICKETS_OVERDUE -> "工单逾期 tickets overdue";
            case TICKETS_DUE_SOON -> "工单将到期 tickets due soon";
            case NOTICES_OVERDUE -> "通知发不出 notices overdue";
        };
    }

    private static String mend(AlarmCause cause) {
        return switch (cause) {
            case PARKED -> "消除原因后重放，或关闭 · mend the cause and replay, or close";
            case UNKNOWN -> "向对方核实后确认、重放或关闭 · ask the party, then settle, replay or close";
            case PARTY_AWAY -> "联系对方；恢复后自动继续 · ask the party; it goes on by itself";
            case PARTS_MISSING -> "请对方补发其余报文 · ask the party for the other messages";
            case FAILS_ALONE -> "向对方问明原因，或关闭 · ask the party why, or close";
            case NOT_FETCHED -> "联系对方来取 · ask the party to fetch";
            case BELLS_UNANSWERED, LEASES_OVERDUE -> "查看日志，重启网关 · see the log, restart the gateway";
            case PICK_UP_AWAY -> "请对方检查前置库或文件夹；恢复后自动继续 · ask the party to look after it; it goes on by itself";
            case PICK_UP_REFUSED -> "查看哪些、为什么，请对方改正后重报 · see which and why; the party mends them and tells them again";
            case TICKETS_OVERDUE -> "催办，清单见 tongqu overdue · ask the party; tongqu overdue lists them";
            case TICKETS_DUE_SOON -> "提醒承办单位，清单见 tongqu overdue · remind the party; tongqu overdue lists them";
            case NOTICES_OVERDUE -> "查看日志 · see the log";
        };
    }

    private static void ledger(
            StringBuilder html, Site site, List<Waiting> waiting, List<OpenCircuit> circuits, Instant now) {
        Map<PartyId, List<Waiting>> byLane = waiting.stream().collect(Collectors.groupingBy(Waiting::lane));
        Map<PartyId, OpenCircuit> away =
                circuits.stream().collect(Collectors.toMap(OpenCircuit::lane, Function.identity(), (a, b) -> a));
        html.append("<h2>车道 · Lanes</h2>");
        head(
                        html,
                        "机构 party",
                        "方式 gets records by",
                        "对方 party is",
                        "#等待 waiting",
                        "#前序未决 held",
                        "#被拒搁置 parked",
                        "#结果不明 unknown",
                        "#最久 oldest")
                .append("</tr>");
        site.parties().values().stream()
                .sorted(Comparator.comparing(Party::id))
                .forEach(party -> lane(
                        html,
                        party,
                        byLane.getOrDefault(party.id(), List.of()),
                        Optional.ofNullable(away.get(party.id())),
                        now));
        html.append("</table><h2>未完成的投递 · Deliveries under way, by type</h2>");
        if (waiting.isEmpty()) {
            html.append("<p class=\"dim\">没有 · none</p>");
            return;
        }
        head(html, "机构 party", "类型 type", "状态 state", "#数量 count", "#最久 oldest").append("</tr>");
        waiting.stream()
                .sorted(Comparator.comparing(Waiting::lane)
                        .thenComparing(Waiting::type)
                        .thenComparing(Waiting::state))
                .forEach(w -> {
                    html.append("<tr>");
                    cell(html, name(site, w.lane()));
                    cell(html, w.type());
                    cell(html, STATES.getOrDefault(w.state(), w.state().name()));
                    number(html, Long.toString(w.count()), false);
                    number(html, age(w.oldest(), now), false);
                    html.append("</tr>");
                });
        html.append("</table>");
    }

    private static void lane(
            StringBuilder html, Party party, List<Waiting> waiting, Optional<OpenCircuit> away, Instant now) {
        html.append("<tr><td>")
                .append(text(party.nameZh()))
                .append(" · ")
                .append(text(party.nameEn()))
                .append("<small>")
                .append(text(party.id() + " · " + party.kind()))
                .append("</small></td>");
        cell(html, way(party.endpoint()));
        away.ifPresentOrElse(
                circuit -> away(html, circuit, now),
                () -> html.append(
                        party.endpoint() instanceof Endpoint.Push
                                ? "<td class=\"good\">正常 reachable</td>"
                                : "<td class=\"dim\">–</td>"));
        long held = count(waiting, DeliveryState.HELD);
        long parked = count(waiting, DeliveryState.PARKED);
        long unknown = count(waiting, DeliveryState.UNKNOWN);
        long all = waiting.stream().mapToLong(Waiting::count).sum();
        number(html, Long.toString(all - held - parked - unknown), false);
        number(html, Long.toString(held), false);
        number(html, Long.toString(parked), parked > 0);
        number(html, Long.toString(unknown), unknown > 0);
        number(
                html,
                waiting.stream()
                        .map(Waiting::oldest)
                        .min(Comparator.naturalOrder())
                        .map(oldest -> age(oldest, now))
                        .orElse("–"),
                false);
        html.append("</tr>");
    }

    private static void away(StringBuilder html, OpenCircuit circuit, Instant now) {
        html.append("<td><span class=\"bad\">联系不上 away</span> ")
                .append(age(circuit.since(), now))
                .append("<small>")
                .append(text(circuit.code() == null ? "" : circuit.code() + " · "))
                .append("失败 failures ")
                .append(circuit.failures())
                .append(" · 下次尝试 next try ")
                .append(circuit.probeAt().isAfter(now) ? "in " + age(now, circuit.probeAt()) : "now")
                .append("</small></td>");
    }

    private static void rules(StringBuilder html, List<FailedRule> failed, Instant now) {
        if (failed.isEmpty()) {
            return;
        }
        html.append("<h2 class=\"bad\">条件无法求值的共享规则 · Sharing rules whose condition fails</h2>")
                .append("<p class=\"dim\">出错的条件不授权 · a condition that fails grants nothing</p>");
        head(html, "规则 rule", "原因 reason", "#次数 count", "#最近 last").append("</tr>");
        failed.forEach(rule -> {
            html.append("<tr>");
            cell(html, rule.rule());
            cell(html, rule.reason());
            number(html, Long.toString(rule.count()), false);
            number(html, age(rule.last(), now), false);
            html.append("</tr>");
        });
        html.append("</table>");
    }

    private static long count(List<Waiting> waiting, DeliveryState state) {
        return waiting.stream()
                .filter(w -> w.state() == state)
                .mapToLong(Waiting::count)
                .sum();
    }

    private static String way(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Push) {
            return "推送 push";
        }
        return endpoint instanceof Endpoint.Pull ? "自取 inbox" : "只发送 sends only";
    }

    private static String name(Site site, PartyId party) {
        return site.party(party).map(p -> p.nameZh() + " · ").orElse("") + party;
    }

    private static String age(Instant from, Instant to) {
        long seconds = Math.max(0, Duration.between(from, to).toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }

    /** A table with these columns; those with {@code #} hold numbers. */
    private static StringBuilder head(StringBuilder html, String... columns) {
        html.append("<table><tr>");
        for (String column : columns) {
            html.append(column.startsWith("#") ? "<th class=\"n\">" : "<th>")
                    .append(column.startsWith("#") ? column.substring(1) : column)
                    .append("</th>");
        }
        return html;
    }

    private static void cell(StringBuilder html, String content) {
        html.append("<td>").append(text(content)).append("</td>");
    }

    private static void number(StringBuilder html, String number, boolean bad) {
        html.append(bad ? "<td class=\"n bad\">" : "<td class=\"n\">")
                .append(number)
                .append("</td>");
    }

    private static String text(String plain) {
        return HtmlUtils.htmlEscape(plain, "UTF-8");
    }
}
