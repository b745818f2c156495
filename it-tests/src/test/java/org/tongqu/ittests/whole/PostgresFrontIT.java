package org.tongqu.ittests.whole;

/** Front-end databases on PostgreSQL. */
class PostgresFrontIT extends FrontDatabaseContract {
    @Override
    FrontServer server() {
        return new FrontPostgres(FrontGateway.freshFolder());
    }
}
