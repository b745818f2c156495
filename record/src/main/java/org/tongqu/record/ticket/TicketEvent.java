package org.tongqu.record.ticket;

import static org.tongqu.record.ticket.TicketRole.ANYBODY;
import static org.tongqu.record.ticket.TicketRole.CENTRE;
import static org.tongqu.record.ticket.TicketRole.CENTRE_OR_HANDLER;
import static org.tongqu.record.ticket.TicketRole.CENTRE_OR_SUBMITTER;
import static org.tongqu.record.ticket.TicketRole.HANDLER;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can happen to a ticket: one for each record type of the family {@code ticket}. */
public enum TicketEvent {
    /** Taken down 登记. */
    SUBMITTED("submitted", "登记", ANYBODY, "acceptedAt"),
    /** Given to a handling organisation 派发. */
    DISPATCHED("dispatched", "派发", CENTRE, "dispatchedAt"),
    /** Given to the same organisation once more 再交办. */
    REDISPATCHED("redispatched", "再交办", CENTRE, "dispatchedAt"),
    /** Given to another organisation 转交办. */
    TRANSFERRED("transferred", "转交办", CENTRE, "transferredAt"),
    /** Signed for 签收. */
    SIGNED("signed", "签收", HANDLER, "signedAt"),
    /** Not signed for, or handed back 退回. */
    RETURNED("returned", "退回", HANDLER, "returnedAt"),
    /** The return is decided 退单审核. */
    RETURN_REVIEWED("return-reviewed", "退单审核", CENTRE, "reviewedAt"),
    /** Answered 答复. */
    REPLIED("replied", "答复", HANDLER, "repliedAt"),
    /** The caller was asked 回访. */
    REVISITED("revisited", "回访", CENTRE, "revisitedAt"),
    /** More time is asked for 延时申请. */
    EXTENSION_REQUESTED("extension-requested", "延时申请", HANDLER, "requestedAt", TicketRequest.EXTENSION, null),
    /** More time is decided 延时审核. */
    EXTENSION_DECIDED("extension-decided", "延时审核", CENTRE, "decidedAt", null, TicketRequest.EXTENSION),
    /** Not to ask the caller is asked for 申请不回访. */
    NO_REVISIT_REQUESTED("no-revisit-requested", "申请不回访", HANDLER, "requestedAt", TicketRequest.NO_REVISIT, null),
    /** Not to ask the caller is decided 不回访审核. */
    NO_REVISIT_DECIDED("no-revisit-decided", "不回访审核", CENTRE, "decidedAt", null, TicketRequest.NO_REVISIT),
    /** To put it off is asked for 缓办申请. */
    SUSPENSION_REQUESTED("suspension-requested", "缓办申请", HANDLER, "requestedAt", TicketRequest.SUSPENSION, null),
    /** To put it off is decided 缓办审核. */
    SUSPENSION_DECIDED("suspension-decided", "缓办审核", CENTRE, "decidedAt", null, TicketRequest.SUSPENSION),
    /** No longer put off 解除缓办. */
    RESUMED("resumed", "解除缓办", CENTRE_OR_HANDLER, "resumedAt"),
    /** Put under supervision 督办. */
    SUPERVISED("supervised", "督办", CENTRE, "supervisedAt"),
    /** A word under supervision 督办意见. */
    SUPERVISION_NOTED("supervision-noted", "督办意见", CENTRE, "notedAt"),
    /** A word that asks for a reply 监控意见. */
    MONITOR_NOTED("monitor-noted", "监控意见", CENTRE, "notedAt", TicketRequest.MONITORING, null),
    /** The reply to it 监控意见答复. */
    MONITOR_REPLIED("monitor-replied", "监控意见答复", HANDLER, "repliedAt", null, TicketRequest.MONITORING),
    /** More is told 补充. */
    SUPPLEMENTED("supplemented", "补充", CENTRE_OR_SUBMITTER, "supplementedAt"),
    /** It repeats another and is merged into it 并件. */
    MERGED("merged", "并件", CENTRE, "mergedAt"),
    /** Closed 办结. */
    CLOSED("closed", "办结", CENTRE, "closedAt");

    private final String event;
    private final String zh;
    private final TicketRole by;
    private final String timeField;
    private final @Nullable TicketRequest asks;
    private final @Nullable TicketRequest answers;

    TicketEvent(String event, String zh, TicketRole by, String timeField) {
        this(event, zh, by, timeField, null, null);
    }

    TicketEvent(
            String event,
            String zh,
            TicketRole by,
            String timeField,
            @Nullable TicketRequest asks,
            @Nullable TicketRequest answers) {
        this.event = event;
        this.zh = zh;
        this.by = by;
        this.timeField = timeField;
        this.asks = asks;
        this.answers = answers;
    }

    /** The event of the record type {@code ticket.<event>}; empty if a ticket has none of this name. */
    public static Optional<TicketEvent> ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.event.equals(word)).findFirst();
    }

    /** The event of the record type. */
    public String word() {
        return event;
    }

    /** The name in Chinese. */
    public String zh() {
        return zh;
    }

    /** Who may cause it. */
    public TicketRole by() {
        return by;
    }

    /** The field of the data that says when it happened. */
    String timeField() {
        return timeField;
    }

    /** What it asks for that the other side answers. */
    Optional<TicketRequest> asks() {
        return Optional.ofNullable(asks);
    }

    /** What it answers. */
    Optional<TicketRequest> answers() {
        return Optional.ofNullable(answers);
    }

    /** Whether it gives the ticket to a handling organisation. */
    boolean handsOut() {
        return this == DISPATCHED || this == REDISPATCHED || this == TRANSFERRED;
    }
}
