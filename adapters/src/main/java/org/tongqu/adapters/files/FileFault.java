package org.tongqu.adapters.files;

import org.tongqu.record.failure.FieldError;

/**
 * Something wrong with a file or a line of it; never carries what stands there.
 *
 * @param place as {@link Lines.Line#place}; empty for the whole file
 * @param code ours, stable
 * @param error where in the line, and what to do
 */
record FileFault(String place, String code, FieldError error) {
    /** A fault of a file as such, or of how it is written: nothing of the file is taken. */
    static FileFault ofFile(String place, String rule, String zh, String en) {
        return new FileFault(place, "FILE_REFUSED", new FieldError("", rule, zh, en));
    }
}
