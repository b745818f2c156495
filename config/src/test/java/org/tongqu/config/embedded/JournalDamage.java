package org.tongqu.config.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a disk may do to a broker's journal. Whatever hits a place hits one that was written to. */
enum JournalDamage {
    FLIPPED_BIT {
        @Override
        void at(Random random, Path home, Path file) throws IOException {
            overwrite(file, random, 1, before -> (byte) (before ^ 1 << random.nextInt(8)));
        }
    },
    WRONG_BYTE {
        @Override
        void at(Random random, Path home, Path file) throws IOException {
            overwrite(file, random, 1, before -> (byte) (before + 1 + random.nextInt(255)));
        }
    },
    ZEROED_REGION {
        @Override
        void at(Random random, Path home, Path file) throws IOException {
            overwrite(file, random, 1 + random.nextInt(4096), before -> 0);
        }
    },
    TRUNCATED_FILE {
        @Override
        void at(Random random, Path home, Path file) throws IOException {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.setLength(random.nextInt(used(file) + 1));
            }
        }
    },
    DELETED_FILE {
        @Override
        void at(Random random, Path home, Path file) throws IOException {
            Files.delete(file);
        }
    },
    EMPTIED_DIRECTORY {
        @Override
        void at(Random random, Path home, Path file) throws IOException {
            for (Path each : files(file.getParent())) {
                Files.delete(each);
            }
        }
    };

    abstract void at(Random random, Path home, Path file) throws IOException;

    /** Damages one file below this directory, more often of the messages' journal than of the queues'. */
    Path inflict(Random random, Path home) throws IOException {
        List<Path> all = files(home.resolve(random.nextInt(4) > 0 ? "journal" : "bindings"));
        Path file = all.get(random.nextInt(all.size()));
        at(random, home, file);
        return file.getFileName();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().matches(".*\\.(amq|bindings)"))
                    .sorted()
                    .toList();
        }
    }

    /** Up to the last octet that is not zero; at least 1. */
    private static int used(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int end = all.length;
        while (end > 1 && all[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static void overwrite(Path file, Random random, int length, Change change) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int from = random.nextInt(used(file));
        for (int i = from; i < Math.min(all.length, from + length); i++) {
            all[i] = change.of(all[i]);
        }
        Files.write(file, all);
    }

    private interface Change {
        byte of(byte before);
    }

    /** A copy of a broker's directory to be damaged. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(path -> {
                try {
                    Files.copy(path, to.resolve(from.relativize(path).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
