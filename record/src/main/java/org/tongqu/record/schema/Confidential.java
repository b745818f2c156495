package org.tongqu.record.schema;

import java.util.Locale;

/** Why a field is confidential (keyword {@code x-confidential}); masks, the log canary and grants follow from it. */
public enum Confidential {
    /** A number that identifies a person or holder: 证件号码. */
    IDENTITY,
    /** A telephone number 电话号码. */
    PHONE,
    /** A person's or applicant's name 姓名. */
    NAME,
    /** An address or place of an event 地址. */
    ADDRESS,
    /** Anything else that can tell about a person, such as free text. */
    OTHER;

    /** The word used in schemas and site files: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
