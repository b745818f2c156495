package org.tongqu.record.ticket;

import java.util.Arrays;
import java.util.Optional;

/** What a ticket waits for that has to come in time. */
public enum TicketLimit {
    /** That the handling organisation signs for it, or refuses to. */
    SIGN("sign", "签收", "signature"),
    /** That it is replied to: by the handling organisation, or first of all that the centre finds who handles it. */
    REPLY("reply", "答复", "reply"),
    /** That it is taken up again after it was put off. */
    RESUME("resume", "解除缓办", "resumption");

    private final String word;
    private final String zh;
    private final String en;

    TicketLimit(String word, String zh, String en) {
        this.word = word;
        this.zh = zh;
        this.en = en;
    }

    /** The limit of this word; empty if there is none. */
    public static Optional<TicketLimit> ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    /** The word by which files and answers know it. */
    public String word() {
        return word;
    }

    /** What is awaited, in Chinese. */
    public String zh() {
        return zh;
    }

    /** What is awaited, in English. */
    public String en() {
        return en;
    }
}
