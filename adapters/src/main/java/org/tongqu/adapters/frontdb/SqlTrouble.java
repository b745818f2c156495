package org.tongqu.adapters.frontdb;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import org.tongqu.record.failure.PartnerAway;

/** What a failure of a partner's database means. Of what its driver says nothing is passed on but the SQL state: it may quote rows. */
final class SqlTrouble {
    private SqlTrouble() {}

    /** Whether the database, or the way to it, is away or busy: the same may go well at another time. */
    static boolean isAway(SQLException failure) {
        String state = state(failure);
        return failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTimeoutException
                || state.startsWith("08")
                || state.startsWith("28")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("HYT00")
                || state.equals("HYT01")
                || state.isEmpty();
    }

    /** Whether the database does not take a value: too long, missing, or one that another row has. */
    static boolean isOfValues(SQLException failure) {
        return state(failure).startsWith("22") || state(failure).startsWith("23");
    }

    /** Whether another row has the key, or the database cannot say more than that a rule of the table is broken. */
    static boolean isOfKeys(SQLException failure) {
        return state(failure).startsWith("23");
    }

    static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    /** A name or a right is missing: our own words say which. */
    private static boolean isOurs(SQLException failure) {
        return state(failure).equals("42S02")
                || state(failure).equals("42S22")
                || state(failure).equals("08001");
    }

    static PartnerAway away(SQLException failure) {
        boolean isAway = isAway(failure);
        // The pool wraps what kept it from connecting.
        SQLException cause = failure.getCause() instanceof SQLException inside && isOurs(inside) ? inside : failure;
        String said = isOurs(cause) && cause.getClass() == SQLException.class
                ? String.valueOf(cause.getMessage())
                : "SQL state " + state(failure) + ", " + failure.getClass().getSimpleName();
        return new PartnerAway(isAway ? "FRONT_DATABASE_AWAY" : "FRONT_DATABASE_REFUSES", said);
    }
}
