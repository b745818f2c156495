package org.tongqu.config.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** 64 MiB in memory, mounted as a disk of their own, that can be filled to the last block. Where that is not allowed the test is aborted. */
record SmallDisk(Path root) implements AutoCloseable {
    static SmallDisk mount(Path root) throws IOException, InterruptedException {
        Files.createDirectories(root);
        boolean mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=64m", "tongqu-test", root.toString());
        assumeTrue(mounted || "1".equals(System.getenv("TONGQU_REQUIRE_ALL")), "nothing can be mounted here");
        assertThat(mounted).isTrue();
        return new SmallDisk(root);
    }

    void fill() throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            if (root.toFile().getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return root.resolve("filler");
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    /** A broker that failed leaves a file of its journal open for as long as the process lives. */
    @Override
    public void close() throws IOException, InterruptedException {
        assertThat(succeeds("umount", "-l", root.toString())).isTrue();
    }
}
