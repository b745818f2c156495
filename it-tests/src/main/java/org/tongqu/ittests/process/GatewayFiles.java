package org.tongqu.ittests.process;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a gateway's process finds its things.
 *
 * @param jar the application, extracted: {@code tongqu-exec.jar} beside its {@code lib}
 * @param site the site's directory
 * @param data the data directory, made if missing
 * @param log its standard output and error are appended here
 * @param adminPort where it answers operators, for readiness
 * @param options of the JVM
 */
public record GatewayFiles(Path jar, Path site, Path data, Path log, int adminPort, List<String> options) {
    /** Copies the list. */
    public GatewayFiles {
        options = List.copyOf(options);
    }

    /** {@code serve}: the gateway in the very process that is started, as systemd runs it. */
    List<String> arguments() {
        return List.of("serve", "--site", site.toString(), "--data", data.toString());
    }
}
