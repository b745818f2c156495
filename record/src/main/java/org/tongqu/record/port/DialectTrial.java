package org.tongqu.record.port;

import java.nio.file.Path;
import java.util.List;
import org.tongqu.record.RecordId;

/** Tries a changed dialect on the latest real records, beside the one that is in force; sends nothing, keeps nothing. Thread-safe. */
public interface DialectTrial {
    /**
     * What a changed dialect would do otherwise.
     *
     * @param folder of the changed dialect, named as the family
     * @param last on how many of the latest records, and of the latest messages, 1 to 1000
     */
    Outcome compare(Path folder, int last);

    /**
     * What came of it.
     *
     * @param problems why it could not be tried; empty if it was
     * @param records on how many records and messages it was tried
     * @param differences where the two differ
     */
    record Outcome(List<String> problems, int records, List<Difference> differences) {
        /** Copies the lists. */
        public Outcome {
            problems = List.copyOf(problems);
            differences = List.copyOf(differences);
        }
    }

    /**
     * One record that the changed dialect translates otherwise. Names places and rules, never values.
     *
     * @param record which
     * @param isOut whether it is told to the partner; else it came from there
     * @param before {@code told}, or which fields were refused and why
     * @param after likewise
     * @param fields the fields that differ, if both were told
     */
    record Difference(RecordId record, boolean isOut, String before, String after, List<String> fields) {
        /** Copies the list. */
        public Difference {
            fields = List.copyOf(fields);
        }
    }
}
