package org.tongqu.record.ticket;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/** Why a record does not fit its ticket, with what may come instead. Names states, events and times, never a person, number or party. */
final class TicketConflicts {
    private TicketConflicts() {}

    /** Nothing is known of the ticket, and no life begins so. */
    static Rejection notBegun(TicketEvent event) {
        return conflict(
                "/type",
                "ticket-state",
                "没有这张工单，不能“" + event.zh() + "”；先登记或派发",
                "There is no such ticket: " + type(event) + " cannot be its first record; "
                        + "ticket.submitted or ticket.dispatched comes first.");
    }

    /** The event does not fit where the ticket stands. */
    static Rejection state(TicketFacts facts, TicketEvent event) {
        TicketStage stage = facts.stage().orElseThrow();
        Optional<String> into = facts.text("duplicateOf").filter(no -> stage == TicketStage.MERGED);
        return conflict(
                "/type",
                "ticket-state",
                "工单处于“" + stage.zh() + "”，此时不能“" + event.zh() + "”。" + nextZh(stage)
                        + into.map(no -> "已并入 " + no + "。").orElse(""),
                "The ticket is " + stage.en() + "; " + type(event) + " does not fit. " + nextEn(stage)
                        + into.map(no -> " It was merged into " + no + ".").orElse(""));
    }

    /** Whoever takes a ticket down has no part in one that there is, and does not learn where it stands. */
    static Rejection numberTaken() {
        return conflict(
                "/data/ticketNo",
                "ticket-state",
                "已有这个编号的工单，换一个编号登记",
                "There is a ticket with this number: take it down under another one.");
    }

    /** It is for somebody else to do. */
    static Rejection part(TicketEvent event) {
        return conflict(
                "/source",
                "ticket-part",
                "这张工单的“" + event.zh() + "”由" + event.by().zh() + "发出，发送方不是",
                type(event) + " of this ticket comes from " + event.by().en() + ", which the sender is not.");
    }

    /** Another number at the level above or below than was told before. */
    static Rejection number(String which) {
        return conflict(
                "/data/" + which,
                "ticket-number",
                "与此前告知的编号不同",
                "Another " + which + " was told for this ticket before.");
    }

    /** A ticket goes on in another one. */
    static Rejection intoItself() {
        return conflict(
                "/data/duplicateOf",
                "ticket-number",
                "不能并入自己，写另一张工单的编号",
                "A ticket is not merged into itself: name another one.");
    }

    /** A ticket goes on in one in which work goes on; which one that is is told to its centre. */
    static Rejection intoEnded(TicketStage ended, Optional<String> into) {
        return conflict(
                "/data/duplicateOf",
                "ticket-state",
                "要并入的工单" + ended.zh() + "，不能再并入"
                        + into.map(no -> "；它已并入 " + no + "，写那一张").orElse("；写一张仍在办的工单"),
                "The ticket to merge into is " + ended.en() + ", and nothing goes on in it: "
                        + into.map(no -> "it was merged into " + no + ", name that one.")
                                .orElse("name one that is still open."));
    }

    /** The same was asked for and waits. */
    static Rejection askedAlready(TicketEvent event, TicketRequest asked) {
        return conflict(
                "/type",
                "ticket-request",
                "已有一件" + asked.zh() + "待审核，不能再“" + event.zh() + "”",
                "A " + asked.en() + " waits for its answer; " + type(event) + " cannot come again before it.");
    }

    /** An answer to nothing. */
    static Rejection notAsked(TicketEvent event, TicketRequest asked) {
        return conflict(
                "/type",
                "ticket-request",
                "没有待处理的" + asked.zh() + "，不能“" + event.zh() + "”",
                "No " + asked.en() + " waits for an answer; " + type(event) + " does not fit.");
    }

    static Rejection notSupervised() {
        return conflict(
                "/type",
                "ticket-request",
                "工单没有被督办，先发督办",
                "The ticket is not under supervision; ticket.supervised comes first.");
    }

    static Rejection notRevisited() {
        return conflict(
                "/type",
                "ticket-state",
                "派发时要求回访，须先回访或同意不回访，才能办结",
                "The dispatch asked for a revisit; ticket.revisited, or an approved ticket.no-revisit-decided, comes"
                        + " before ticket.closed.");
    }

    /** As often as it may be already. */
    static Rejection tooOften(TicketEvent event, int most) {
        return conflict(
                "/type",
                "ticket-limit",
                "“" + event.zh() + "”至多 " + most + " 次，已用完",
                type(event) + " may come at most " + most + " times, which have been used.");
    }

    /** After the limit has passed. */
    static Rejection tooLate(TicketEvent event, String limit, Instant passed) {
        return conflict(
                "/type",
                "ticket-limit",
                "“" + event.zh() + "”应在 " + passed + " 之前",
                type(event) + " comes too late: " + limit + " was " + passed + ".");
    }

    /** A later time than the site's limits allow. */
    static Rejection beyondLimit(String field, Instant latest) {
        return conflict(
                "/data/" + field,
                "ticket-limit",
                "不能晚于 " + latest + "（本站点的时限）",
                field + " is later than the site's limits allow; " + latest + " is the latest.");
    }

    private static String nextZh(TicketStage stage) {
        Map<TicketRole, String> next = next(stage, event -> event.zh() + " " + type(event), "、");
        return next.isEmpty()
                ? "不再接受任何事件。"
                : next.entrySet().stream()
                        .map(one -> one.getKey().zh() + "：" + one.getValue())
                        .collect(Collectors.joining("；", "接下来可以有：", "。"));
    }

    private static String nextEn(TicketStage stage) {
        Map<TicketRole, String> next = next(stage, TicketConflicts::type, ", ");
        return next.isEmpty()
                ? "Nothing may follow."
                : next.entrySet().stream()
                        .map(one -> "from " + one.getKey().en() + ": " + one.getValue())
                        .collect(Collectors.joining("; ", "May come next: ", "."));
    }

    private static Map<TicketRole, String> next(
            TicketStage stage, Function<TicketEvent, String> named, String between) {
        return Arrays.stream(TicketEvent.values())
                .filter(event -> TicketTable.next(stage, event, true).isPresent())
                .collect(Collectors.groupingBy(
                        TicketEvent::by,
                        () -> new EnumMap<>(TicketRole.class),
                        Collectors.mapping(named, Collectors.joining(between))));
    }

    private static String type(TicketEvent event) {
        return TicketStep.FAMILY + "." + event.word();
    }

    private static Rejection conflict(String pointer, String rule, String zh, String en) {
        return new Rejection(ProblemCode.STATE_CONFLICT, en, List.of(new FieldError(pointer, rule, zh, en)));
    }
}
