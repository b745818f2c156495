package org.tongqu.record.ticket;

/** As what a party takes part in the life of a ticket. */
public enum TicketRole {
    /** Whoever takes a request down: the hotline, or another channel such as a letter box. */
    ANYBODY("任何登记方", "whoever takes it down"),
    /** The centre 受理中心: the party that dispatched the ticket. Until one has, any party that may send such records. */
    CENTRE("受理中心", "the centre"),
    /** The centre, or the party that took the ticket down. */
    CENTRE_OR_SUBMITTER("受理中心或登记方", "the centre or who took it down"),
    /** The handling organisation 承办单位: a party to which the ticket was dispatched, and of several the first that acted on it. */
    HANDLER("承办单位", "the handling organisation"),
    /** Either of the two. */
    CENTRE_OR_HANDLER("受理中心或承办单位", "the centre or the handling organisation");

    private final String zh;
    private final String en;

    TicketRole(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    String zh() {
        return zh;
    }

    String en() {
        return en;
    }
}
