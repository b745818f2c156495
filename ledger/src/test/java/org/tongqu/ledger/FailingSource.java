package org.tongqu.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A data source whose connections break when told to, before or after the server has committed. */
final class FailingSource {
    enum Break {
        NEVER,
        AFTER_COMMIT,
        INSTEAD_OF_COMMIT,
        ALWAYS
    }

    private final AtomicReference<Break> next = new AtomicReference<>(Break.NEVER);
    private final DataSource real;

    FailingSource(DataSource real) {
        this.real = real;
    }

    void breakNext(Break how) {
        next.set(how);
    }

    DataSource source() {
        return proxy(DataSource.class, (method, call) -> {
            if (method.equals("getConnection")) {
                if (next.get() == Break.ALWAYS) {
                    throw lost();
                }
                return wrap((Connection) call.run());
            }
            return call.run();
        });
    }

    private Connection wrap(Connection connection) {
        return proxy(Connection.class, connection, (method, call) -> {
            if (!method.equals("commit")) {
                return call.run();
            }
            Break how = next.getAndUpdate(b -> b == Break.ALWAYS ? b : Break.NEVER);
            if (how == Break.NEVER) {
                return call.run();
            }
            if (how == Break.AFTER_COMMIT) {
                call.run();
            }
            connection.abort(Runnable::run);
            throw lost();
        });
    }

    private static SQLException lost() {
        return new SQLException("the wire was cut", "08006");
    }

    private DataSource proxy(Class<DataSource> type, Interception interception) {
        return proxy(type, real, interception);
    }

    private static <T> T proxy(Class<T> type, T target, Interception interception) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
            try {
                return interception.on(method.getName(), () -> method.invoke(target, args));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private interface Interception {
        Object on(String method, Call call) throws Exception;
    }

    private interface Call {
        Object run() throws Exception;
    }
}
