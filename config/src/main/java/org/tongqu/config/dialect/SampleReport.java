package org.tongqu.config.dialect;

import java.util.List;

/**
 * What came of a dialect's samples.
 *
 * @param family of the dialect
 * @param samples how many checks were made
 * @param failures in words; empty if all is as expected
 * @param fields lines of field tables that a sample went through, each way by itself
 * @param codes lines of code maps, likewise
 * @param outcomes rules of answers
 */
public record SampleReport(
        String family, int samples, List<String> failures, Share fields, Share codes, Share outcomes) {
    /** Copies the list. */
    public SampleReport {
        failures = List.copyOf(failures);
    }

    /** Whether everything is as expected and nothing was left out. */
    public boolean isWhole() {
        return failures.isEmpty() && fields.value() == 1 && codes.value() == 1 && outcomes.value() == 1;
    }
}
