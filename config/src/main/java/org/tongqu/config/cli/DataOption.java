package org.tongqu.config.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which gateway is meant, by its data directory; unless named, the one in data/gateway, else the demo's. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "网关的数据目录，默认 data/gateway，没有则 data/demo · the gateway's data directory")
    private @Nullable Path data;

    Path path() {
        if (data != null) {
            return data;
        }
        Path usual = Path.of("data/gateway");
        return Files.exists(usual.resolve("admin-token")) ? usual : Path.of("data/demo");
    }
}
