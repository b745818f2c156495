package org.tongqu.ledger.keeping;

import java.sql.Connection;
import java.sql.SQLException;

/** Something of the house to be done in steps, each short enough for a statement and for the sweep that waits for it. */
public interface Chore {
    /** What it is about, for the log. */
    String about();

    /**
     * One step, in a transaction of its own.
     *
     * @return whether more may be left
     */
    boolean step(Connection connection) throws SQLException;
}
