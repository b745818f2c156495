package org.tongqu.config.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which site, and where its data is. */
final class SiteAndStore {
    @Option(
            names = "--site",
            required = true,
            paramLabel = "DIR",
            description = "站点目录，含 site.yml · the site's directory")
    private Path site = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/gateway",
            description = "数据目录，默认 ${DEFAULT-VALUE} · the data directory")
    private Path data = Path.of("");

    Path site() {
        return site;
    }

    Path data() {
        return data;
    }

    List<String> arguments() {
        return List.of("--site", site.toString(), "--data", data.toString());
    }
}
