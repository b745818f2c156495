package org.tongqu.config.cli;

import java.util.List;
import java.util.UUID;
import org.tongqu.record.json.StrictJson;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which deliveries a job is about, how fast it goes, who orders it and why. */
final class JobOptions {
    @Option(names = "--lane", paramLabel = "PARTY", description = "接收方，可重复 · to this party; may be repeated")
    private List<String> lanes = List.of();

    @Option(names = "--type", paramLabel = "TYPE", description = "记录类型，可重复 · of this record type; may be repeated")
    private List<String> types = List.of();

    @Option(names = "--key", paramLabel = "KEY", description = "业务编号 · of this business key")
    private String subject = "";

    @Option(names = "--code", paramLabel = "CODE", description = "原因代码，如 PARTY_REFUSED · for this reason")
    private String code = "";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "状态，可重复；默认待处理与结果不明 · in this state; may be repeated; default PARKED and UNKNOWN")
    private List<String> states = List.of();

    @Option(names = "--from", paramLabel = "TIME", description = "受理时间起，如 2026-03-01T00:00:00Z · accepted at or after")
    private String from = "";

    @Option(names = "--until", paramLabel = "TIME", description = "受理时间止（不含）· accepted before")
    private String until = "";

    @Option(names = "--delivery", paramLabel = "ID", description = "投递标识，可重复 · this delivery; may be repeated")
    private List<String> deliveries = List.of();

    @Option(names = "--rate", paramLabel = "N", description = "每秒至多多少件，1–1000，默认 50 · at most so many a second")
    private int rate = 50;

    @Option(names = "--who", required = true, paramLabel = "NAME", description = "操作人 · who does it, for the record")
    private String who = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "原因 · why, for the record")
    private String reason = "";

    @Option(
            names = "--job",
            paramLabel = "UUID",
            description = "作业标识；同一标识只执行一次，默认新建 · the job's id; the same id is one job; default a new one")
    private String job = UUID.randomUUID().toString();

    @Option(names = "--yes", description = "执行；不写则只预览 · do it; without this only what it would be about is shown")
    private boolean yes;

    boolean isMeant() {
        return yes;
    }

    /** The order, as the gateway is asked for it. */
    ObjectNode order(String kind) {
        ObjectNode order = StrictJson.object()
                .put("job", job)
                .put("kind", kind)
                .put("rate", rate)
                .put("who", who)
                .put("reason", reason);
        ObjectNode filter = order.putObject("filter");
        add(filter, "lanes", lanes);
        add(filter, "types", types);
        add(filter, "states", states);
        add(filter, "deliveries", deliveries);
        add(filter, "subject", subject);
        add(filter, "code", code);
        add(filter, "acceptedFrom", from);
        add(filter, "acceptedUntil", until);
        return order;
    }

    private static void add(ObjectNode filter, String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = filter.putArray(name);
            values.forEach(array::add);
        }
    }

    private static void add(ObjectNode filter, String name, String value) {
        if (!value.isBlank()) {
            filter.put(name, value);
        }
    }
}
