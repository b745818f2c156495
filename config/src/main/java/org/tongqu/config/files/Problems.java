package org.tongqu.config.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects every mistake of one reading. Not thread-safe; one per reading. */
public final class Problems {
    private final List<FileProblem> found = new ArrayList<>();

    public void add(Place place, String what, String mend) {
        FileProblem problem = new FileProblem(place.file(), place.line(), what, mend);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    public List<FileProblem> sorted() {
        return found.stream().sorted().toList();
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** The known name nearest to a mistyped one; empty if none is near. */
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance(typed, name) <= Math.max(2, name.length() / 2));
    }

    /** Says which name was probably meant, or lists them all. */
    public static String suggest(String typed, Collection<String> known) {
        return nearest(typed, known)
                .map(name -> "改为 " + name + " / change it to " + name)
                .orElseGet(() -> "可用的有 / use one of: "
                        + String.join(", ", known.stream().sorted().limit(40).toList()));
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
