package org.tongqu.adapters.files;

import java.util.List;

/** A file is refused as a whole, finally: its sender's fault, told beside it. */
final class UnusableFile extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<FileFault> faults;

    /** With everything that is wrong, at least one thing. */
    UnusableFile(List<FileFault> faults) {
        super(faults.get(0).error().rule(), null, false, false);
        this.faults = List.copyOf(faults);
    }

    /** With one thing that is wrong. */
    UnusableFile(FileFault fault) {
        this(List.of(fault));
    }

    /** What is wrong. */
    List<FileFault> faults() {
        return faults;
    }
}
