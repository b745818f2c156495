package org.tongqu.adapters.files;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.tongqu.record.site.Folder;
import org.tongqu.record.site.Party;

/** How far a file is read: the lines that are to be decided next, and what became of those before. For one thread at a time. */
final class FileReading implements AutoCloseable {
    /** Lines that are decided in one commit. */
    static final int MOST = 500;

    private static final long MOST_OCTETS = 2 << 20;

    private final Party party;
    private final Folder folder;
    private final CopiedFile file;
    private final Set<String> broken = new HashSet<>();
    private final FileFaults faults = new FileFaults();
    private List<FileLine> lines;
    private List<FileLine> after;

    FileReading(Party party, CopiedFile file) {
        this.party = party;
        this.folder = Objects.requireNonNull(party.folder(), "a party without a folder");
        this.file = file;
        this.lines = file.next(MOST, MOST_OCTETS);
        this.after = lines.isEmpty() ? lines : file.next(MOST, MOST_OCTETS);
    }

    Party party() {
        return party;
    }

    CopiedFile file() {
        return file;
    }

    /** Whether it goes on where this party's file says now that it leaves files. */
    boolean isOf(Party now) {
        return folder.equals(now.folder());
    }

    /** Those that are to be decided. */
    List<FileLine> lines() {
        return lines;
    }

    /** Whether they are the last ones. */
    boolean isAtItsEnd() {
        return after.isEmpty();
    }

    /** Whether a line about this was refused before. */
    boolean isBroken(String subject) {
        return broken.contains(subject);
    }

    /** All that was refused up to the lines that are to be decided. */
    FileFaults faults() {
        return faults;
    }

    /** Goes on behind lines that are decided. */
    void goOn(List<RefusedLine> refused) {
        for (RefusedLine one : refused) {
            one.faults().forEach(faults::add);
            if (!one.line().subject().isEmpty()) {
                broken.add(one.line().subject());
            }
        }
        lines = after;
        after = lines.isEmpty() ? lines : file.next(MOST, MOST_OCTETS);
    }

    @Override
    public void close() {
        file.close();
    }
}
