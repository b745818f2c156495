package org.tongqu.record.ticket;

/** What the one side asked and the other has not answered. */
enum TicketRequest {
    EXTENSION("延时申请", "request for an extension"),
    NO_REVISIT("不回访申请", "request not to revisit"),
    SUSPENSION("缓办申请", "request for suspension"),
    MONITORING("监控意见", "note of monitoring");

    private final String zh;
    private final String en;

    TicketRequest(String zh, String en) {
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
