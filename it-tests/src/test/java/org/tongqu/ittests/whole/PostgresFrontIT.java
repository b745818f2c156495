package org.tongqu.ittests.whole;

import org.tongqu.ittests.frontdb.FrontGateway;
import org.tongqu.ittests.frontdb.FrontPostgres;
import org.tongqu.ittests.frontdb.FrontServer;

/** Front-end databases on PostgreSQL. */
class PostgresFrontIT extends FrontDatabaseContract {
    @Override
    FrontServer server() {
        return new FrontPostgres(FrontGateway.freshFolder());
    }
}
