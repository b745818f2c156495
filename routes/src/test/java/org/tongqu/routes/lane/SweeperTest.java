package org.tongqu.routes.lane;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.tongqu.record.port.BellBook;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.OperatorWork;
import org.tongqu.record.port.Sites;
import org.tongqu.routes.step.Incidents;

class SweeperTest {
    private final List<String> asked = new ArrayList<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();

    @Test
    void aJobThatCannotBeDoneHoldsUpNoLeaseDeadlineOrBell() {
        try (Sweeper sweeper = sweeper(now -> {
            throw new NullPointerException("a job that nobody foresaw");
        })) {
            sweeper.start();
            scheduled.remove(0).run();
        }
        assertThat(asked).containsSubsequence("recover", "sweep", "owedNotices");
        assertThat(reported).contains("incident");
        assertThat(scheduled).hasSize(1);
    }

    private Sweeper sweeper(OperatorWork operators) {
        Incidents incidents = new Incidents(() -> {
            reported.add("incident");
            return "incident";
        });
        DeliveryLedger ledger = standIn(DeliveryLedger.class, (proxy, method, args) -> {
            asked.add(method.getName());
            return method.getReturnType() == int.class ? 0 : List.of();
        });
        ScheduledExecutorService scheduler = standIn(ScheduledExecutorService.class, (proxy, method, args) -> {
            scheduled.add((Runnable) args[0]);
            return null;
        });
        Queues queues = standIn(Queues.class, never());
        return new Sweeper(
                new Stocktaking(
                        standIn(ConnectionFactory.class, never()),
                        queues,
                        standIn(BellBook.class, never()),
                        tally -> {},
                        incidents),
                ledger,
                operators,
                new OwedNotices(ledger, standIn(Intake.class, never()), standIn(Sites.class, never()), incidents),
                Clock.systemUTC(),
                incidents,
                scheduler,
                () -> {});
    }

    private static InvocationHandler never() {
        return (proxy, method, args) -> {
            throw new IllegalStateException("not there");
        };
    }

    private static <T> T standIn(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }
}
