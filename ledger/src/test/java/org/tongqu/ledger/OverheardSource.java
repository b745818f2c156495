package org.tongqu.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** A data source whose queries are overheard, as they go to the server, with their values in them. */
final class OverheardSource {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final DataSource real;

    OverheardSource(DataSource real) {
        this.real = real;
    }

    /** What was asked, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    DataSource source() {
        return overheard(DataSource.class, real);
    }

    private <T> T overheard(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
            if (method.getName().equals("executeQuery") && target instanceof PreparedStatement statement) {
                asked.add(statement.unwrap(PreparedStatement.class).toString());
            }
            try {
                Object answer = method.invoke(target, args);
                if (answer instanceof PreparedStatement statement) {
                    return overheard(PreparedStatement.class, statement);
                }
                return answer instanceof Connection connection ? overheard(Connection.class, connection) : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
