package org.tongqu.adapters.frontdb;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.KeptMessages;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.port.Channel;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.FrontDatabase;
import org.tongqu.record.site.Party;

/**
 * Delivers to front-end databases (前置库): the messages of a record are rows, written in one transaction. A row that is there already with the
 * same values was written before; one with other values is a refusal. So the same delivery again changes nothing, and what became of one can
 * be looked up. What is for no database goes by another channel. Thread-safe.
 */
public final class FrontDatabaseChannel implements Channel {
    private static final Answer.Accepted WRITTEN = new Answer.Accepted("written");

    private final FrontDatabases databases;
    private final Channel others;
    private final Executor executor;

    /**
     * A channel.
     *
     * @param others takes what is for no database
     * @param executor on which databases are waited for
     */
    public FrontDatabaseChannel(FrontDatabases databases, Channel others, Executor executor) {
        this.databases = databases;
        this.others = others;
        this.executor = executor;
    }

    /** The dialect of a party's tables, where deliveries to it are rows; empty if they go another way. */
    private static Optional<Dialect> dialect(Party party) {
        return party.endpoint() instanceof Endpoint.Push push
                        && push.conversation() != null
                        && push.conversation().translator() instanceof Dialect dialect
                        && dialect.wire().isOfTables()
                ? Optional.of(dialect)
                : Optional.empty();
    }

    @Override
    public CompletableFuture<Answer> send(ClaimedDelivery delivery, SealedBody body, Party party) {
        return dialect(party)
                .map(dialect -> within(() -> tell(delivery, body, party, dialect))
                        .completeOnTimeout(
                                new Answer.Unknown("FRONT_DATABASE_SLOW", "The database took longer than the timeout."),
                                timeout(party),
                                TimeUnit.MILLISECONDS))
                .orElseGet(() -> others.send(delivery, body, party));
    }

    @Override
    public CompletableFuture<Optional<Answer>> ask(ClaimedDelivery delivery, Party party) {
        return dialect(party)
                .map(dialect -> within(() -> known(delivery, party, dialect))
                        .completeOnTimeout(
                                Optional.of(new Answer.Away(
                                        "FRONT_DATABASE_SLOW", "The database took longer than the timeout.", null)),
                                timeout(party),
                                TimeUnit.MILLISECONDS))
                .orElseGet(() -> others.ask(delivery, party));
    }

    private static long timeout(Party party) {
        return ((Endpoint.Push) party.endpoint()).timeout().toMillis();
    }

    private <T> CompletableFuture<T> within(Supplier<T> doing) {
        return CompletableFuture.supplyAsync(doing, executor);
    }

    private Answer tell(ClaimedDelivery delivery, SealedBody body, Party party, Dialect dialect) {
        Optional<List<KeptMessages.Message>> messages = dialect.tellings(delivery.type(), body.octets());
        if (messages.isEmpty()) {
            return new Answer.Refused(
                    "DIALECT_CHANGED",
                    "It was made for other tables of " + dialect.family() + "; replay it, so that it is made anew.");
        }
        boolean isFirst = delivery.attempt() == 1;
        try {
            try {
                write(party, dialect, messages.get(), isFirst);
            } catch (SQLException taken) {
                if (!SqlTrouble.isOfKeys(taken)) {
                    throw taken;
                }
                // Somebody was faster with such a row, perhaps an earlier attempt of ours that was taken for lost.
                write(party, dialect, messages.get(), false);
            }
            return WRITTEN;
        } catch (ToldRows.Differs other) {
            return new Answer.Refused("ROW_DIFFERS", String.valueOf(other.getMessage()));
        } catch (Column.Unfit unfit) {
            return new Answer.Refused("COLUMN_UNFIT", String.valueOf(unfit.getMessage()));
        } catch (SQLException failure) {
            return answer(failure);
        }
    }

    private void write(Party party, Dialect dialect, List<KeptMessages.Message> messages, boolean isFirst)
            throws SQLException, Column.Unfit {
        boolean unused = databases.transaction(database(party), session -> {
            new ToldRows(session, dialect, messages).write(isFirst);
            return true;
        });
    }

    private Optional<Answer> known(ClaimedDelivery delivery, Party party, Dialect dialect) {
        SealedBody sent = delivery.sentBefore();
        Optional<List<KeptMessages.Message>> messages =
                sent == null ? Optional.empty() : dialect.tellings(delivery.type(), sent.octets());
        if (messages.isEmpty()) {
            return Optional.empty();
        }
        try {
            boolean isThere = databases.transaction(
                    database(party), session -> new ToldRows(session, dialect, messages.get()).areThere());
            return isThere ? Optional.of(WRITTEN) : Optional.empty();
        } catch (ToldRows.Differs | Column.Unfit tellsWhenSent) {
            return Optional.empty();
        } catch (SQLException failure) {
            PartnerAway away = SqlTrouble.away(failure);
            return Optional.of(new Answer.Away(away.code(), away.words(), null));
        }
    }

    private static FrontDatabase database(Party party) {
        return Objects.requireNonNull(party.frontDatabase(), "no front-end database");
    }

    /** Nothing is left behind by a transaction that was not committed; of one whose commit was not answered nobody knows. */
    private static Answer answer(SQLException failure) {
        PartnerAway away = SqlTrouble.away(failure);
        if (failure instanceof FrontDatabases.Commit && SqlTrouble.isAway(failure)) {
            return new Answer.Unknown("FRONT_DATABASE_AWAY", away.words());
        }
        return SqlTrouble.isOfValues(failure)
                ? new Answer.Refused("TABLE_REFUSED", "The table does not take the row: " + away.words() + ".")
                : Answer.Away.unreached(away.code(), away.words());
    }
}
