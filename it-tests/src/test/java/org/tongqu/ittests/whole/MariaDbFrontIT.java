package org.tongqu.ittests.whole;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.tongqu.ittests.frontdb.FrontGateway;
import org.tongqu.ittests.frontdb.FrontMariaDb;
import org.tongqu.ittests.frontdb.FrontServer;

/** Front-end databases on MariaDB, by its own driver out of {@code lib/}. */
class MariaDbFrontIT extends FrontDatabaseContract {
    @Override
    FrontServer server() {
        assumeTrue(FrontMariaDb.isThere(), "mariadbd is not installed; ./tongqu test installs it");
        return new FrontMariaDb(FrontGateway.freshFolder());
    }
}
