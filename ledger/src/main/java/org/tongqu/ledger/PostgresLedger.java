package org.tongqu.ledger;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.RecordLedger;

/**
 * The ledger on PostgreSQL (18). Build it, {@link #migrate()}, then use its ports from any thread; {@link #close()} lets what
 * is under way end.
 *
 * <p>It keeps six connections of the data source for its group commits and borrows others for short transactions, so the pool
 * should hold at least 16. The pool's own waiting time for a connection bounds how soon a dead database is noticed: 1 to 2 s
 * is right. The driver's {@code logServerErrorDetail} should be off, or its errors quote rows.
 */
public final class PostgresLedger implements AutoCloseable {
    private final DataSource source;
    private final LedgerCollaborators with;
    private final HouseKeeping houseKeeping;
    private final List<GroupCommit<?, ?>> groups;
    private final AdmissionLedger admissions;
    private final DeliveryLedger deliveries;
    private final RecordLedger records;
    private final LedgerStatus status;
    private final ProofLedger proofs;

    /** Connects nothing yet; the first use of a port does. */
    public PostgresLedger(DataSource source, LedgerSettings settings, LedgerCollaborators with) {
        this.source = source;
        this.with = with;
        LedgerConnections connections = new LedgerConnections(source, settings.statementTimeout());
        Consumer<AfterCommit> tell = after -> after.tell(with.bells(), with.transitions());
        BodyVault vault = new BodyVault(with.cipher());
        FreshBodies bodies = new FreshBodies(settings.freshBodies());
        BellDesk desk = new BellDesk(with.sites());
        Circuits circuits = new Circuits(with.random());
        Ringer ringer = new Ringer(desk);
        Endings endings = new Endings(new HeadMoves(desk));
        Claims claims = new Claims(vault, bodies);
        houseKeeping = new HouseKeeping(connections, with.sites(), settings.monthsAhead());
        Sweep sweep = new Sweep(connections, settings, with, desk, ringer, endings, houseKeeping);

        GroupCommit<RepeatWork.Asked, Optional<AdmissionLedger.Result>> repeats =
                new GroupCommit<>("repeats", new RepeatWork(), connections, settings, tell);
        GroupCommit<List<AdmissionWork.Draft>, List<AdmissionLedger.Result>> admitting =
                new GroupCommit<>("admissions", new AdmissionWork(with, desk, bodies), connections, settings, tell);
        PostgresDeliveries.Groups delivering = new PostgresDeliveries.Groups(
                new GroupCommit<>("claims", new ClaimWork(with, settings.node(), claims), connections, settings, tell),
                new GroupCommit<>("sents", new SentWork(with.clock()), connections, settings, tell),
                new GroupCommit<>(
                        "conclusions",
                        new ConclusionWork(with, circuits, endings, ringer),
                        connections,
                        settings,
                        tell),
                new GroupCommit<>(
                        "acknowledgements",
                        new AcknowledgementWork(with.clock(), endings),
                        connections,
                        settings,
                        tell));
        groups = List.of(
                repeats,
                admitting,
                delivering.claims(),
                delivering.sents(),
                delivering.conclusions(),
                delivering.acknowledgements());

        admissions = new PostgresAdmissions(repeats, admitting, vault, new Chance(with.random()));
        deliveries = new PostgresDeliveries(connections, settings, with, desk, claims, endings, sweep, delivering);
        records = new PostgresRecords(connections, vault);
        status = new PostgresStatus(source, connections);
        proofs = new PostgresProofs(connections);
    }

    /** Brings the tables to this version and makes the partitions of the months ahead; repeatable, safe on several nodes. */
    public void migrate() {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:org/tongqu/ledger/migration")
                .load()
                .migrate();
        houseKeeping.makeMonths(with.clock().instant());
    }

    /** Where records become durable. */
    public AdmissionLedger admissions() {
        return admissions;
    }

    /** Where deliveries are. */
    public DeliveryLedger deliveries() {
        return deliveries;
    }

    /** Where a record is, for its parties and operators. */
    public RecordLedger records() {
        return records;
    }

    /** How the ledger is and what waits in it. */
    public LedgerStatus status() {
        return status;
    }

    /** Used proofs of identity. */
    public ProofLedger proofs() {
        return proofs;
    }

    /** Ends the group commits; callers that still wait get {@link org.tongqu.record.failure.LedgerUnavailable}. The data source stays open. */
    @Override
    public void close() {
        groups.forEach(GroupCommit::close);
    }
}
