package org.tongqu.record.dialect;

import org.tongqu.record.Digest;
import org.tongqu.record.failure.Rejection;

/** Gives the files (附件) that go into a message in a dialect: materials to which the record refers. */
@FunctionalInterface
public interface SentFiles {
    /** For records whose dialect puts none into messages. */
    SentFiles NONE = material -> {
        throw new IllegalStateException("no file was expected");
    };

    /**
     * The octets of a material.
     *
     * @throws Rejection {@code UNTRANSLATABLE} if it is not there, or the message would become too large
     */
    byte[] read(Digest material);

    /**
     * The address under which the receiver may fetch a material for a time.
     *
     * @throws Rejection {@code UNTRANSLATABLE} if it is not there, or there are no addresses for this receiver
     */
    default String address(Digest material) {
        throw new IllegalStateException("no file was expected");
    }
}
