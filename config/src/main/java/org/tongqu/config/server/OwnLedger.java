package org.tongqu.config.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.tongqu.config.embedded.PostgresBinaries;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;

/**
 * The ledger that a data directory has of its own. Its folder may be a disk: a mark beside it says that it was made once, so that a disk
 * that is not mounted is not taken for a new gateway's.
 *
 * @param data the data directory
 */
public record OwnLedger(Path data) {
    private static final String MARK = "ledger-made";

    /**
     * Makes it unless it is there, and starts nothing.
     *
     * @throws StartRefused if it was there once, or cannot be made
     */
    public void prepare(SecureRandom random) throws StartRefused, IOException {
        requireFound();
        PostgresServer.prepare(binaries(), home(), random);
    }

    PostgresServer start(SecureRandom random) throws StartRefused, IOException {
        requireFound();
        return marked(PostgresServer.start(binaries(), home(), random));
    }

    /**
     * Starts it before the gateway does, which finds it running.
     *
     * @param port at which it listens, unless it runs or somebody else listens there
     * @throws StartRefused if it was there once, or does not come up
     */
    public PostgresServer startAt(int port, SecureRandom random) throws StartRefused, IOException {
        requireFound();
        return marked(PostgresServer.startAt(port, binaries(), home(), random));
    }

    private PostgresServer marked(PostgresServer server) throws IOException {
        if (!Files.exists(mark())) {
            Files.createFile(mark());
        }
        return server;
    }

    /** @throws StartRefused if there is one, which would be left behind with all that it holds */
    void requireNone() throws StartRefused {
        if (isThere()) {
            throw new StartRefused("站点写明共用数据库，但此数据目录有自己的账本，其中的记录会被遗下。请把它导入共用数据库后移走 " + home()
                    + "，或从空的数据目录开始 / the site names a shared database, but this data directory has a ledger of its own, and"
                    + " its records would be left behind: restore a dump of it into the shared database and move "
                    + home()
                    + " away, or begin with an empty data directory");
        }
    }

    private void requireFound() throws StartRefused {
        if (Files.exists(mark()) && !isThere()) {
            throw new StartRefused("此数据目录有过账本，现在不见了：磁盘没有挂载？请挂载或恢复 " + home() + "；确要从头开始，请用空的数据目录"
                    + " / this data directory had a ledger, which is not there: is its disk not mounted? Mount or restore "
                    + home()
                    + "; to begin anew take an empty data directory");
        }
    }

    private boolean isThere() {
        return Files.exists(home().resolve("data/PG_VERSION"));
    }

    private PostgresBinaries binaries() throws StartRefused, IOException {
        return PostgresBinaries.unpackedBelow(data.resolve(Servers.PROGRAMS));
    }

    private Path home() {
        return data.resolve(Servers.POSTGRES);
    }

    private Path mark() {
        return data.resolve(MARK);
    }
}
