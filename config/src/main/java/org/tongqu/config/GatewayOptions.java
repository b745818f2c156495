package org.tongqu.config;

import java.nio.file.Path;
import org.tongqu.config.embedded.DataDirectory;
import org.tongqu.config.version.SiteVersions;

/**
 * What is decided before the rooms are put together.
 *
 * @param data the data directory, held by this process
 * @param versions the site
 * @param onBrokerFailure ends the process when the broker cannot go on
 */
record GatewayOptions(DataDirectory data, SiteVersions versions, Runnable onBrokerFailure) {
    /** Where the database's programs are unpacked. */
    static final String PROGRAMS = "programs";

    /** Where the database lies. */
    static final String DATABASE = "postgres";

    /** Where the broker's journal lies. */
    static final String BROKER = "broker";

    Path path(String name) {
        return data.resolve(name);
    }
}
