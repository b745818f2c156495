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

    /** A chore of this work. */
    static Chore of(String about, Work work) {
        return new Chore() {
            @Override
            public String about() {
                return about;
            }

            @Override
            public boolean step(Connection connection) throws SQLException {
                return work.run(connection);
            }
        };
    }

    /** What one step does; whether more may be left. */
    interface Work {
        boolean run(Connection connection) throws SQLException;
    }
}
