package org.tongqu.ittests.load;

import java.util.Locale;

/** What a wire does to the exchanges of a partner with the gateway. */
public enum Interference {
    /** Nothing. */
    NONE,
    /** Connections are accepted, requests swallowed, nothing is ever answered. */
    HANG,
    /** Nobody listens. */
    REFUSE,
    /** The connection is reset as soon as a request comes. */
    RESET,
    /** Requests arrive, answers do not: a partition of one direction. */
    LOSE_ANSWERS,
    /** Answers come one octet a second. */
    TRICKLE,
    /** Instead of an answer, ten mebibytes a second without end. */
    ENDLESS,
    /** Both directions at 256 kbit/s. */
    NARROW,
    /** Half of the answer, then the end of the connection. */
    TRUNCATE,
    /** 200 with the page of a login form. */
    LOGIN_PAGE,
    /** 200 with a SOAP fault. */
    FAULT_IN_200,
    /** 204 without anything. */
    NO_CONTENT;

    /** As it is written on a command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
