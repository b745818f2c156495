package org.tongqu.record.ticket;

import java.util.Arrays;

/** Where a ticket stands, by the code table {@code ticketState}. */
public enum TicketStage {
    /** Taken down, or handed back with consent: the centre has to find who handles it. */
    TO_DISPATCH("1", "待派遣", "to be dispatched"),
    /** Dispatched: the handling organisation signs for it or refuses. */
    TO_SIGN("2", "待签收", "to be signed for"),
    /** The handling organisation does not want to sign: the centre decides. */
    SIGNING_REFUSED("3", "拒签待审", "refusal to sign to be reviewed"),
    /** Handed back after it was signed for: the centre decides. */
    RETURNED("4", "退单待审", "return to be reviewed"),
    /** Being handled. */
    IN_HAND("5", "办理中", "in hand"),
    /** Put off with the centre's consent. */
    SUSPENDED("6", "已缓办", "suspended"),
    /** Replied to: the centre asks the caller, or closes it if the caller need not be asked. */
    REPLIED("7", "待回访", "to be revisited"),
    /** The caller was asked: the centre closes it or dispatches it again. */
    REVISITED("8", "已回访", "revisited"),
    /** Closed; final. */
    CLOSED("9", "已结案", "closed"),
    /** Merged into another ticket; final. */
    MERGED("10", "已并件", "merged");

    private final String code;
    private final String zh;
    private final String en;

    TicketStage(String code, String zh, String en) {
        this.code = code;
        this.zh = zh;
        this.en = en;
    }

    /** The code of the table. */
    public String code() {
        return code;
    }

    /** The name in Chinese. */
    public String zh() {
        return zh;
    }

    /** The name in English. */
    public String en() {
        return en;
    }

    /** @throws IllegalArgumentException if no stage has this code */
    static TicketStage ofCode(String code) {
        return Arrays.stream(values())
                .filter(stage -> stage.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state of a ticket"));
    }
}
