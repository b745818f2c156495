package org.tongqu.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.LedgerStatus.OpenCircuit;
import org.tongqu.record.port.LedgerStatus.Waiting;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;

/**
 * One page that says how the gateway is (运行状态): the ledger, what waits where, which parties are away. Plain HTML in both
 * languages, without scripts and without anything from elsewhere; shows counts and party names, never content.
 */
@RestController
final class StatusPage {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<DeliveryState, String> STATES = Map.of(
            DeliveryState.ACCEPTED, "已受理 accepted",
            DeliveryState.SENDING, "投递中 sending",
            DeliveryState.WAITING, "等待重试 waiting",
            DeliveryState.HELD, "前序未决 held",
            DeliveryState.PARKED, "被拒搁置 parked",
            DeliveryState.UNKNOWN, "结果不明 unknown");

    private final Sites sites;
    private final LedgerStatus status;
    private final Clock clock;

    StatusPage(Sites sites, LedgerStatus status, Clock clock) {
        this.sites = sites;
        this.status = status;
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
        StringBuilder html = new StringBuilder(4096);
        html.append(
                        "<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"5\">")
                .append("<title>通衢 Tongqu · ")
                .append(text(site.id()))
                .append("</title><style>")
                .append("body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}")
                .append("table{border-collapse:collapse;width:100%;margin-bottom:2rem}")
                .append("th,td{text-align:left;border-bottom:1px solid #ccc;padding:.3rem .6rem}")
                .append(".bad{color:#b00020;font-weight:600}.good{color:#0a6b2d}</style></head><body>")
                .append("<h1>")
                .append(text(site.nameZh()))
                .append(" · ")
                .append(text(site.nameEn()))
                .append("</h1>")
                .append("<p>站点 site ")
                .append(text(site.id()))
                .append(" · 版本 version ")
                .append(site.version())
                .append(" · ")
                .append(clock.instant())
                .append("</p>");
        ledger(html, site);
        parties(html, site);
        return html.append("</body></html>").toString();
    }

    private void ledger(StringBuilder html, Site site) {
        if (!status.isReachable()) {
            html.append("<p class=\"bad\">台账不可用，暂停受理 · The ledger cannot be reached; intake is closed</p>");
            return;
        }
        html.append("<p class=\"good\">台账正常 · The ledger answers</p>");
        try {
            circuits(html, site, status.openCircuits());
            waiting(html, site, status.waiting());
        } catch (LedgerUnavailable unavailable) {
            html.append("<p class=\"bad\">台账暂不可读 · The ledger cannot be read at this moment</p>");
        }
    }

    private void circuits(StringBuilder html, Site site, List<OpenCircuit> circuits) {
        if (circuits.isEmpty()) {
            return;
        }
        html.append("<h2>联系不上的机构 · Parties that are away</h2><table><tr><th>机构 party</th><th>自 since</th>")
                .append("<th>失败 failures</th><th>下次尝试 next try</th><th>原因 code</th></tr>");
        for (OpenCircuit circuit : circuits) {
            row(
                    html,
                    name(site, circuit.lane()),
                    circuit.since().toString(),
                    Integer.toString(circuit.failures()),
                    circuit.probeAt().toString(),
                    circuit.code() == null ? "" : circuit.code());
        }
        html.append("</table>");
    }

    private void waiting(StringBuilder html, Site site, List<Waiting> waiting) {
        html.append("<h2>未完成的投递 · Deliveries under way</h2>");
        if (waiting.isEmpty()) {
            html.append("<p>没有 · none</p>");
            return;
        }
        html.append("<table><tr><th>机构 party</th><th>类型 type</th><th>状态 state</th><th>数量 count</th>")
                .append("<th>最久 oldest</th></tr>");
        Instant now = clock.instant();
        waiting.stream()
                .sorted(Comparator.comparing(Waiting::lane)
                        .thenComparing(Waiting::type)
                        .thenComparing(Waiting::state))
                .forEach(w -> row(
                        html,
                        name(site, w.lane()),
                        w.type(),
                        STATES.getOrDefault(w.state(), w.state().name()),
                        Long.toString(w.count()),
                        age(Duration.between(w.oldest(), now))));
        html.append("</table>");
    }

    private static void parties(StringBuilder html, Site site) {
        html.append(
                "<h2>机构 · Parties</h2><table><tr><th>标识 id</th><th>名称 name</th><th>类别 kind</th><th>接收 gets records by</th></tr>");
        site.parties().values().stream()
                .sorted(Comparator.comparing(Party::id))
                .forEach(party -> row(
                        html,
                        party.id().value(),
                        party.nameZh() + " · " + party.nameEn(),
                        party.kind(),
                        way(party.endpoint())));
        html.append("</table>");
    }

    private static String way(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Push) {
            return "推送 push";
        }
        return endpoint instanceof Endpoint.Pull ? "自取 inbox" : "只发送 sends only";
    }

    private static String name(Site site, PartyId party) {
        return party + site.party(party).map(p -> " " + p.nameZh()).orElse("");
    }

    private static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }

    private static void row(StringBuilder html, String... cells) {
        html.append("<tr>");
        for (String cell : cells) {
            html.append("<td>").append(text(cell)).append("</td>");
        }
        html.append("</tr>");
    }

    private static String text(String plain) {
        return HtmlUtils.htmlEscape(plain, "UTF-8");
    }
}
