package org.tongqu.record.calendar;

import java.util.Arrays;
import java.util.Optional;

/** What a time limit counts in, by the code table {@code limitUnit}. */
public enum LimitUnit {
    /** Workdays 工作日. */
    WORKDAYS("G"),
    /** Calendar days 自然日. */
    CALENDAR_DAYS("Z");

    private final String code;

    LimitUnit(String code) {
        this.code = code;
    }

    /** The code in records. */
    public String code() {
        return code;
    }

    /** The unit of a code; empty if the table does not have it. */
    public static Optional<LimitUnit> ofCode(String code) {
        return Arrays.stream(values()).filter(unit -> unit.code.equals(code)).findFirst();
    }
}
