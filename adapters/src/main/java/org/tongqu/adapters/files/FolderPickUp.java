package org.tongqu.adapters.files;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.FileNames;
import org.tongqu.record.port.PickUp;
import org.tongqu.record.site.Party;

/**
 * Looks for files in partners' folders (前置机、网闸摆渡). Each line of a file is a message; one file after the other in the order of names, its
 * lines in their order, some at a look. How far a file was read is known here only: after a crash it is read again from its beginning, and
 * what was taken before is a repeat. Thread-safe; close it after the last look.
 */
public final class FolderPickUp implements PickUp, AutoCloseable {
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private final LeftFolders folders;
    private final FileNames names;
    private final Clock clock;
    private final Map<PartyId, FileReading> open = new ConcurrentHashMap<>();
    private final Map<PartyId, Instant> forgotten = new ConcurrentHashMap<>();

    /**
     * A pick-up.
     *
     * @param spool where files are copied while they are read
     * @param names which content every name stands for
     * @param clock for the names of the archive's folders, and for how long they are kept
     */
    public FolderPickUp(Places places, Spool spool, Digests digests, FileNames names, Clock clock) {
        this.folders = new LeftFolders(places, spool, digests, clock);
        this.names = names;
        this.clock = clock;
    }

    @Override
    public Optional<Place> placeOf(Party party) {
        return Optional.ofNullable(party.folder())
                .map(folder -> new Place(folder.conversation().translator(), folder.longestPause()));
    }

    @Override
    public Found look(Party party) {
        forgetInTime(party);
        FileReading under = open.get(party.id());
        if (under != null && under.isOf(party)) {
            return new FoundLines(folders, under, () -> end(under));
        }
        if (under != null) {
            end(under);
        }
        return begin(party);
    }

    private Found begin(Party party) {
        for (Optional<FileName> next = folders.next(party); next.isPresent(); next = folders.next(party)) {
            FileName file = next.get();
            try {
                Found found = DayFile.isNameOfOne(file.value()) ? day(party, file) : lines(party, file);
                if (found != null) {
                    return found;
                }
            } catch (UnusableFile refused) {
                return new RefusedFile(folders, party, file, refused);
            }
        }
        return new NothingFound();
    }

    /** A file with lines, of which the first are read; null of one without, which is settled. */
    private @Nullable Found lines(Party party, FileName file) throws UnusableFile {
        CopiedFile copy = folders.copy(party, file);
        try {
            requireNew(party, file, copy);
            FileReading reading = new FileReading(party, copy);
            if (!reading.lines().isEmpty()) {
                open.put(party.id(), reading);
                return new FoundLines(folders, reading, () -> end(reading));
            }
            folders.archive(party, copy, new FileFaults());
            copy.close();
            return null;
        } catch (UnusableFile | RuntimeException notNow) {
            copy.close();
            throw notNow;
        }
    }

    private void requireNew(Party party, FileName file, CopiedFile copy) throws UnusableFile {
        if (!names.isNameOf(party.id(), file.value(), copy.digest())) {
            throw new UnusableFile(FileFault.ofFile(
                    "",
                    "name-reused",
                    "同名文件以前以其他内容来过，请换一个文件名",
                    "A file of this name came before with other content: give it another name."));
        }
    }

    /** What a day's file names and did not come; null if all of it did, which settles it. */
    private @Nullable Found day(Party party, FileName file) throws UnusableFile {
        CopiedFile copy = folders.aside(party, file);
        try {
            DayFile day = DayFile.read(copy.whole())
                    .orElseThrow(() -> new UnusableFile(FileFault.ofFile(
                            "",
                            "daily",
                            "首行写 <yyyy-MM-dd> <文件数>，其余每行写法同 .ok，行数须相符",
                            "The first line says <yyyy-MM-dd> <how many>, each other one is written as an .ok; as many as it"
                                    + " says.")));
            requireNew(party, file, copy);
            List<OkFile> missing = day.files().stream()
                    .filter(said -> !names.contentOf(party.id(), said.name()).equals(Optional.of(said.digest())))
                    .toList();
            if (!missing.isEmpty()) {
                return new MissingFiles(folders, party, copy, missing);
            }
            folders.archive(party, copy, new FileFaults());
            copy.close();
            return null;
        } catch (UnusableFile | RuntimeException notNow) {
            copy.close();
            throw notNow;
        }
    }

    private void end(FileReading reading) {
        open.remove(reading.party().id(), reading);
        reading.close();
    }

    private void forgetInTime(Party party) {
        Instant now = clock.instant();
        Instant last = forgotten.get(party.id());
        if (last == null || last.isBefore(now.minus(FORGET_EVERY))) {
            folders.forget(party, now);
            forgotten.put(party.id(), now);
        }
    }

    /** Leaves the files that are half read where they are. */
    @Override
    public void close() {
        open.values().forEach(this::end);
    }
}
