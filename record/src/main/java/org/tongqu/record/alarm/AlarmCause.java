package org.tongqu.record.alarm;

/** Why something stands still that should move. Each says what to do about it. */
public enum AlarmCause {
    /** Deliveries were refused, or cannot be made. Mend the cause, then replay; or close. */
    PARKED,
    /** It is not known whether deliveries arrived. Ask the party, then settle, replay or close. */
    UNKNOWN,
    /** The party has not been reached for a quarter of an hour. Ask it; nothing is lost meanwhile. */
    PARTY_AWAY,
    /** Deliveries failed ten times although the party took others meanwhile. Ask it what it has against them; close what is hopeless. */
    FAILS_ALONE,
    /** The party fetches, and something has waited for it for a day. Ask it. */
    NOT_FETCHED,
    /** Bells are rung again and again and no lane answers. The broker or the lane does not work: see the log, restart the gateway. */
    BELLS_UNANSWERED,
    /** Attempts ended long ago and nobody decided about them. The sweep does not work: see the log, restart the gateway. */
    LEASES_OVERDUE,
    /**
     * The party told a part of a record a day ago, and not the others. Ask it: what is not whole after thirty days is forgotten, and was
     * never a record.
     */
    PARTS_MISSING,
    /** The party's front-end database or folder cannot be reached or does not work. Ask it; what lies there waits. */
    PICK_UP_AWAY,
    /**
     * Rows or files of the party were refused where they lay, within the last day. See which and why in {@code /admin/v1/pick-ups/refused}; the party mends them
     * and tells them again.
     */
    PICK_UP_REFUSED,
    /** Hotline tickets whose limit has passed without the party having done its part. Ask it, or the centre to transfer them. */
    TICKETS_OVERDUE,
    /** The limits of hotline tickets that are the party's turn soon pass. Remind it. */
    TICKETS_DUE_SOON,
    /** Non-delivery notices could not be submitted for ten minutes. See the log for why. */
    NOTICES_OVERDUE
}
