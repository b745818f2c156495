package org.tongqu.adapters.files;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, the first ten thousand things and how many more. For one thread. */
final class FileFaults {
    private static final int MOST = 10_000;

    private final List<FileFault> first = new ArrayList<>();
    private long more;

    static FileFaults of(List<FileFault> faults) {
        FileFaults all = new FileFaults();
        faults.forEach(all::add);
        return all;
    }

    /** Those of another, to which more can be added. */
    static FileFaults after(FileFaults before) {
        FileFaults all = of(before.first);
        all.more = before.more;
        return all;
    }

    void add(FileFault fault) {
        if (first.size() < MOST) {
            first.add(fault);
        } else {
            more++;
        }
    }

    boolean isEmpty() {
        return first.isEmpty();
    }

    List<FileFault> first() {
        return List.copyOf(first);
    }

    /** How many are not among the first. */
    long more() {
        return more;
    }
}
