package org.tongqu.adapters.dialect;

/** What a partner's answer means. */
public enum Outcome {
    /** It has taken the message. */
    OK,
    /** It had taken the message before: as good as OK. */
    DUPLICATE,
    /** It knows nothing of what was asked: an answer without results. */
    NOTHING,
    /** The token has run out: to be renewed, and the message sent again. */
    TOKEN_EXPIRED,
    /** It cannot answer now: tried again. */
    AWAY,
    /** It will not take the message. */
    REFUSED
}
