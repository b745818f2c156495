package org.tongqu.record.site;

import java.net.URI;
import java.time.Duration;
import org.tongqu.record.dialect.Conversation;

/**
 * How a party's system answers questions (查询), as its file says ({@code answers:}).
 *
 * @param url where to, below which the dialect's paths are
 * @param timeout for one question, from connect to the last byte of the answer; default 10 s, at most 60 s
 * @param conversation in which dialect
 */
public record Answers(URI url, Duration timeout, Conversation conversation) {
    /** 10 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
}
