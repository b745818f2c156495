package org.tongqu.adapters.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.record.Sha256;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.port.Digests;
import org.tongqu.record.site.Folder;
import org.tongqu.record.site.Party;

/**
 * Folders in which parties leave files (收文件). A file counts once {@code <name>.ok} lies beside it; it is copied aside and read to its end
 * before any of it is taken. What is wrong is said in {@code <name>.err}; the file itself goes to {@code archive/<day>/} or {@code
 * quarantine/<day>/}, with the beginning of its digest in front of its name. Thread-safe.
 */
final class LeftFolders {
    private static final String ARCHIVE = "archive";
    private static final String QUARANTINE = "quarantine";
    private static final String ZIP = ".zip";
    private static final Comparator<String> DAYS_LAST =
            Comparator.comparing(DayFile::isNameOfOne).thenComparing(Comparator.naturalOrder());
    private static final int DIGITS = 12;
    private static final int DIGEST_FROM = "sm3:".length();
    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HHmmssSSS").withZone(ZoneOffset.ofHours(8));
    private static final Logger LOG = LoggerFactory.getLogger(LeftFolders.class);

    private final Places places;
    private final Spool spool;
    private final Digests digests;
    private final Clock clock;

    /** @param spool where copies go */
    LeftFolders(Places places, Spool spool, Digests digests, Clock clock) {
        this.places = places;
        this.spool = spool;
        this.digests = digests;
        this.clock = clock;
    }

    /**
     * The file that is next, by the order of names; one that its party does not say is whole is not seen.
     *
     * @return empty if there is none
     * @throws PartnerAway if the folder cannot be looked into
     */
    Optional<FileName> next(Party party) {
        return at(party, place -> {
            List<String> listed = place.names();
            Set<String> names = new HashSet<>(listed);
            List<String> whole = new ArrayList<>();
            for (String name : listed) {
                String file = name.endsWith(OkFile.OK) ? name.substring(0, name.length() - OkFile.OK.length()) : "";
                if (file.isEmpty()) {
                    continue;
                }
                if (!FileName.isShaped(file)) {
                    tellOfName(place, names, file);
                } else if (names.contains(file)) {
                    whole.add(file);
                } else if (!place.has(file)) {
                    // What said that a file is whole that is gone must not say it of the next of this name.
                    place.delete(name);
                }
            }
            return whole.stream().sorted(DAYS_LAST).findFirst().map(FileName::new);
        });
    }

    /** A name that nobody may take: it is said once, under a name of ours, and the file stays where it is. */
    private static void tellOfName(Place place, Set<String> names, String name) throws IOException {
        String told = "name-" + Sha256.mark(name, DIGITS) + ErrorFile.ERR;
        if (!names.contains(told)) {
            place.write(
                    told,
                    ErrorFile.octets(
                            FileFaults.of(
                                    List.of(
                                            FileFault.ofFile(
                                                    "",
                                                    "name",
                                                    "有一个文件的名称不能接收：只用字母、数字、汉字和 . _ - ( )，至多 120 字",
                                                    "A file has a name that is not taken: letters, digits, Chinese characters and . _ - ( ), at most 120.")))));
        }
    }

    /**
     * Copies a file aside, and reads it to its end: from here on nobody can change it, and every line of it is a line.
     *
     * @return the copy, to be closed
     * @throws UnusableFile if it is not what its party says it is, or cannot be read as its dialect has it
     * @throws PartnerAway if the folder cannot be read
     */
    CopiedFile copy(Party party, FileName file) throws UnusableFile {
        CopiedFile copy = aside(party, file);
        try {
            copy.requireReadable();
            return copy;
        } catch (UnusableFile | RuntimeException unusable) {
            copy.close();
            throw unusable;
        }
    }

    /** Copies a file aside that is not of lines; otherwise as {@link #copy}. */
    CopiedFile aside(Party party, FileName file) throws UnusableFile {
        Dialect dialect = dialect(party);
        FileShape shape = shape(dialect);
        Object copied = at(party, place -> {
            try {
                return copied(place, file, shape, dialect);
            } catch (UnusableFile refused) {
                return refused;
            }
        });
        if (copied instanceof UnusableFile refused) {
            throw refused;
        }
        return (CopiedFile) copied;
    }

    private CopiedFile copied(Place place, FileName file, FileShape shape, Dialect dialect)
            throws IOException, UnusableFile {
        OkFile said = ok(place, file)
                .orElseThrow(() -> refused(
                        "ok-file",
                        file.value() + OkFile.OK + " 应写 sm3:<64 位十六进制> <字节数> <文件名>",
                        file.value() + OkFile.OK + " must say sm3:<64 hexadecimal digits> <size> <name>."));
        if (!said.name().equals(file.value())) {
            throw refused("renamed", "文件改了名：.ok 里是另一个名称", "It was renamed: its .ok names another file.");
        }
        if (!isNamed(shape, file)) {
            throw refused("name", "文件名不合约定", "Its name is none agreed on.");
        }
        if (!place.has(file.value())) {
            throw refused("no-file", "不是普通文件", "It is no ordinary file.");
        }
        Spool.Copied copy;
        try (InputStream in = place.open(file.value())) {
            copy = spool.copy(in, shape.mostOctets());
        } catch (Spool.TooLarge tooLarge) {
            throw refused(
                    "too-large",
                    "文件超过上限 " + shape.mostOctets() + " 字节",
                    "It is larger than " + shape.mostOctets() + " octets.");
        }
        if (copy.size() != said.size()) {
            copy.close();
            throw refused(
                    "size", "大小与 .ok 不一致：没有写完，或被截断", "Its size is not that of its .ok: half-written, or cut off.");
        }
        if (!copy.digest().equals(said.digest())) {
            copy.close();
            throw refused("digest", "SM3 与 .ok 不一致：内容改动过", "Its SM3 is not that of its .ok: it was changed.");
        }
        return new CopiedFile(copy, dialect, shape, file, said, digests);
    }

    private static Optional<OkFile> ok(Place place, FileName file) throws IOException {
        return OkFile.read(place.read(file.value() + OkFile.OK, OkFile.LONGEST));
    }

    private static boolean isNamed(FileShape shape, FileName file) {
        return DayFile.isNameOfOne(file.value())
                || (shape.isZipped()
                        ? file.value().endsWith(ZIP)
                        : shape.named(file.value()).isPresent());
    }

    private static UnusableFile refused(String rule, String zh, String en) {
        return new UnusableFile(FileFault.ofFile("", rule, zh, en));
    }

    /**
     * Moves a file to the archive whose every line is decided, and says beside it which were refused. Repeatable; a file that is gone
     * already is none to move, and one that came in its place meanwhile stays.
     *
     * @param faults what is wrong with lines
     * @throws PartnerAway if the folder cannot be written to
     */
    void archive(Party party, CopiedFile file, FileFaults faults) {
        reply(party, file.name().value(), file.said(), faults);
        at(party, place -> {
            if (isAsItWas(place, file)) {
                move(place, file.name(), ARCHIVE, file.digest().value().substring(DIGEST_FROM, DIGEST_FROM + DIGITS));
            } else {
                LOG.warn("event=file-replaced party={} file={}", party.id(), file.name());
            }
            return file;
        });
    }

    private static boolean isAsItWas(Place place, CopiedFile file) throws IOException {
        try {
            return ok(place, file.name()).filter(file.said()::equals).isPresent();
        } catch (NoSuchFileException settledBefore) {
            return true;
        }
    }

    /**
     * Moves a file to quarantine of which nothing was taken, and says why, there and where it lay. Repeatable.
     *
     * @throws PartnerAway if the folder cannot be written to
     */
    void quarantine(Party party, FileName file, FileFaults faults) {
        reply(party, file.value(), null, faults);
        at(party, place -> {
            String mark = "unread" + TIME_OF_DAY.format(clock.instant());
            place.write(shelf(place, QUARANTINE) + mark + "-" + file + ErrorFile.ERR, ErrorFile.octets(faults));
            move(place, file, QUARANTINE, mark);
            return file;
        });
    }

    /** Where the party looks for it: beside the file, or where replies go; there it is told too that a file was taken. */
    private void reply(Party party, String name, @Nullable OkFile taken, FileFaults faults) {
        URI elsewhere = folder(party).replies();
        at(party, elsewhere == null ? folder(party).at() : elsewhere, place -> {
            if (faults.isEmpty()) {
                place.delete(name + ErrorFile.ERR);
            } else {
                place.write(name + ErrorFile.ERR, ErrorFile.octets(faults));
            }
            if (elsewhere != null && taken != null) {
                place.write(name + AckFile.ACK, taken.octets());
            }
            return name;
        });
    }

    private void move(Place place, FileName file, String shelf, String mark) throws IOException {
        try {
            place.move(file.value(), shelf(place, shelf) + mark + "-" + file);
        } catch (NoSuchFileException movedBefore) {
            // An earlier attempt ended between this and what follows.
        }
        place.delete(file.value() + OkFile.OK);
    }

    private String shelf(Place place, String shelf) throws IOException {
        String day = day(clock.instant());
        place.within(shelf).within(day);
        return shelf + "/" + day + "/";
    }

    /**
     * Deletes what has been in archive and quarantine for as long as the party's file says.
     *
     * @throws PartnerAway if the folder cannot be written to
     */
    void forget(Party party, Instant now) {
        Folder folder = folder(party);
        String last = day(now.minus(folder.keep()));
        at(party, place -> {
            for (String shelf : List.of(ARCHIVE, QUARANTINE)) {
                if (place.isFolder(shelf)) {
                    forget(place.within(shelf), last);
                }
            }
            return last;
        });
    }

    /** Only folders that are named as ours are. */
    private static void forget(Place shelf, String last) throws IOException {
        for (String day : shelf.names()) {
            if (day.matches("[0-9]{8}") && day.compareTo(last) < 0 && shelf.isFolder(day)) {
                Place kept = shelf.within(day);
                for (String name : kept.names()) {
                    kept.delete(name);
                }
                shelf.delete(day);
            }
        }
    }

    private static String day(Instant at) {
        return BeijingTime.dayOf(at).format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private <T> T at(Party party, Places.Deed<T> deed) {
        return at(party, folder(party).at(), deed);
    }

    private <T> T at(Party party, URI address, Places.Deed<T> deed) {
        try {
            return places.at(address, folder(party).conversation(), deed);
        } catch (IOException | UncheckedIOException | IllegalStateException away) {
            throw new PartnerAway(
                    "FOLDER_AWAY",
                    "The folder cannot be used: " + away.getClass().getSimpleName() + ".");
        }
    }

    private static Folder folder(Party party) {
        return Objects.requireNonNull(party.folder(), "a party without a folder");
    }

    private static Dialect dialect(Party party) {
        if (folder(party).conversation().translator() instanceof Dialect dialect) {
            return dialect;
        }
        throw new IllegalStateException("a translator that is none of this room's");
    }

    private static FileShape shape(Dialect dialect) {
        return dialect.wire().inFiles().orElseThrow(() -> new IllegalStateException("a dialect that is in no files"));
    }
}
