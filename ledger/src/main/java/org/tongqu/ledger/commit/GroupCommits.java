package org.tongqu.ledger.commit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.sql.LedgerConnections;

/** The group commits of a ledger: made here, ended together. Thread-safe. */
public final class GroupCommits implements AutoCloseable {
    private final LedgerConnections connections;
    private final LedgerSettings settings;
    private final Consumer<AfterCommit> tell;
    private final List<GroupCommit<?, ?>> open = new CopyOnWriteArrayList<>();

    /**
     * @param connections each group commit keeps one
     * @param settings how they gather
     * @param tell is given what a transaction has to tell, once it is committed
     */
    public GroupCommits(LedgerConnections connections, LedgerSettings settings, Consumer<AfterCommit> tell) {
        this.connections = connections;
        this.settings = settings;
        this.tell = tell;
    }

    /** One more, for work of this kind; its thread bears the name. */
    public <I, O> GroupCommit<I, O> open(String name, GroupWork<I, O> work) {
        GroupCommit<I, O> commit = new GroupCommit<>(name, work, connections, settings, tell);
        open.add(commit);
        return commit;
    }

    @Override
    public void close() {
        open.forEach(GroupCommit::close);
    }
}
