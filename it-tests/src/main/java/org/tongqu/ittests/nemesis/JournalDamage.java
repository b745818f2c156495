package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The gateway dies, and what the broker had on disk is flipped, zeroed, cut short or gone when it starts again. */
record JournalDamage(String name) implements Injector {
    static final JournalDamage OF_BROKER = new JournalDamage("journal-damage");
    private static final int REGION = 64 * 1024;

    @Override
    public void strike(Scene scene) {
        scene.gateway().kill();
        scene.gone(System.nanoTime(), name);
        try (var files = Files.walk(scene.gateway().data().resolve("broker"))) {
            List<Path> full = files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > 0 && !file.endsWith("ballast"))
                    .sorted()
                    .toList();
            Path victim = full.get(scene.random().nextInt(full.size()));
            scene.progress()
                    .accept(name + ": " + damage(victim, scene.random()) + " "
                            + scene.gateway().data().relativize(victim));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scene.gateway().restart();
    }

    private static String damage(Path file, Random random) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            long at = (long) (random.nextDouble() * open.length());
            switch (random.nextInt(4)) {
                case 0 -> {
                    open.seek(at);
                    int octet = open.read();
                    open.seek(at);
                    open.write(octet ^ 1 << random.nextInt(8));
                    return "one bit flipped at " + at + " of";
                }
                case 1 -> {
                    open.seek(at);
                    open.write(new byte[(int) Math.min(REGION, open.length() - at)]);
                    return "zeroes from " + at + " in";
                }
                case 2 -> {
                    open.setLength(at);
                    return "cut at " + at + ":";
                }
                default -> {
                    Files.delete(file);
                    return "deleted";
                }
            }
        }
    }
}
