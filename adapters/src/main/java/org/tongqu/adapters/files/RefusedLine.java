package org.tongqu.adapters.files;

import java.util.List;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.Rejection;

/**
 * A line that is not taken.
 *
 * @param line which one
 * @param why code and fields
 */
record RefusedLine(FileLine line, Rejection why) {
    List<FileFault> faults() {
        String code = why.code().name();
        return why.errors().isEmpty()
                ? List.of(new FileFault(
                        line.place(),
                        code,
                        new FieldError("", "refused", why.code().titleZh(), why.detail())))
                : why.errors().stream()
                        .map(error -> new FileFault(line.place(), code, error))
                        .toList();
    }
}
