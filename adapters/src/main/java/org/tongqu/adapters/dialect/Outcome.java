package org.tongqu.adapters.dialect;

/** What a partner's answer means. */
public enum Outcome {
    /** It has taken the message. */
    OK,
    /** It had taken the message before: as good as OK. */
    DUPLICATE,
    /** The token has run out: to be renewed, and the message sent again. */
    TOKEN_EXPIRED,
    /** It cannot answer now: tried again. */
    AWAY,
    /** It will not take the message. */
    REFUSED
}
