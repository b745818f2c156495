package org.tongqu.ledger;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.tongqu.ledger.admission.PostgresAdmissions;
import org.tongqu.ledger.commit.GroupCommits;
import org.tongqu.ledger.delivery.BellDesk;
import org.tongqu.ledger.delivery.PostgresBellBook;
import org.tongqu.ledger.delivery.PostgresDeliveries;
import org.tongqu.ledger.dialect.PostgresCallMessages;
import org.tongqu.ledger.dialect.PostgresMessageParts;
import org.tongqu.ledger.dialect.PostgresUnmappedCodes;
import org.tongqu.ledger.keeping.Chore;
import org.tongqu.ledger.keeping.HouseKeeping;
import org.tongqu.ledger.material.MaterialKeeping;
import org.tongqu.ledger.material.PostgresMaterials;
import org.tongqu.ledger.operation.PostgresJobs;
import org.tongqu.ledger.pickup.PostgresFileNames;
import org.tongqu.ledger.pickup.PostgresLeftFiles;
import org.tongqu.ledger.pickup.PostgresPickUps;
import org.tongqu.ledger.query.PostgresQueries;
import org.tongqu.ledger.query.PostgresQueryTrail;
import org.tongqu.ledger.reading.PostgresProofs;
import org.tongqu.ledger.reading.PostgresRecords;
import org.tongqu.ledger.reading.PostgresStatus;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.ledger.vault.FreshBodies;
import org.tongqu.ledger.watch.PostgresWatchdog;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.BellBook;
import org.tongqu.record.port.CallMessages;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.FileNames;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.LeftFiles;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.MessageParts;
import org.tongqu.record.port.OperatorJobs;
import org.tongqu.record.port.OperatorWork;
import org.tongqu.record.port.PickUpLedger;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.port.QueryTrail;
import org.tongqu.record.port.RecordLedger;
import org.tongqu.record.port.RecordSamples;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.port.Watchdog;

/**
 * The ledger on PostgreSQL (18). Build it on {@link LedgerTables}, {@link #makeMonths()}, then use its ports from any thread; {@link #close()} lets what
 * is under way end.
 *
 * <p>It keeps six connections of the data source for its group commits and borrows others for short transactions, so the pool
 * should hold at least 16. The pool's own waiting time for a connection bounds how soon a dead database is noticed: 1 to 2 s
 * is right. The driver's {@code logServerErrorDetail} should be off, or its errors quote rows.
 */
public final class PostgresLedger implements AutoCloseable {
    private final LedgerCollaborators with;
    private final HouseKeeping houseKeeping;
    private final GroupCommits commits;
    private final AdmissionLedger admissions;
    private final PostgresDeliveries deliveries;
    private final BellBook bellBook;
    private final PostgresJobs jobs;
    private final PostgresRecords records;
    private final LedgerStatus status;
    private final ProofLedger proofs;
    private final Watchdog watchdog;
    private final QueryLedger queries;
    private final QueryTrail queryTrail;
    private final UnmappedCodes unmapped;
    private final MessageParts messageParts;
    private final CallMessages callMessages;
    private final Materials materials;
    private final PickUpLedger pickUps;
    private final FileNames fileNames;
    private final LeftFiles leftFiles;

    /** Connects nothing yet; the first use of a port does. */
    public PostgresLedger(LedgerTables tables, LedgerSettings settings, LedgerCollaborators with) {
        DataSource source = tables.source();
        this.with = with;
        LedgerConnections connections = new LedgerConnections(source, settings.statementTimeout());
        commits = new GroupCommits(connections, settings, after -> after.tell(with.bells(), with.transitions()));
        houseKeeping = new HouseKeeping(connections, with.sites(), settings.monthsAhead(), PostgresLedger::chores);
        FreshBodies bodies = new FreshBodies(settings.freshBodies());
        BellDesk desk = new BellDesk(with.sites());
        admissions = new PostgresAdmissions(connections, commits, with, desk, bodies);
        deliveries = new PostgresDeliveries(connections, commits, settings, with, desk, bodies, houseKeeping);
        bellBook = new PostgresBellBook(connections, with.sites(), settings.sharedBroker());
        jobs = new PostgresJobs(connections, deliveries.decisions(), with);
        records = new PostgresRecords(connections, new BodyVault(with.cipher()));
        status = new PostgresStatus(source, connections);
        proofs = new PostgresProofs(connections, with.clock());
        queries = new PostgresQueries(connections, new BodyVault(with.cipher()));
        queryTrail = new PostgresQueryTrail(connections);
        unmapped = new PostgresUnmappedCodes(connections, with.clock());
        messageParts = new PostgresMessageParts(connections, new BodyVault(with.cipher()), with.clock());
        callMessages = new PostgresCallMessages(connections, new BodyVault(with.cipher()), with.clock(), with.random());
        materials = new PostgresMaterials(connections, with);
        pickUps = new PostgresPickUps(
                connections, new BodyVault(with.cipher()), settings.node().node(), with.clock());
        fileNames = new PostgresFileNames(connections, with.clock());
        leftFiles = new PostgresLeftFiles(connections, with.clock());
        watchdog = new PostgresWatchdog(connections, with.sites());
    }

    private static List<Chore> chores(Instant now) {
        return Stream.of(MaterialKeeping.chores(now), PostgresMessageParts.chores(now), PostgresPickUps.chores(now))
                .flatMap(List::stream)
                .toList();
    }

    /** Makes the partitions of the months ahead; repeatable, safe on several nodes. */
    public void makeMonths() {
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

    /** Which bells should be in the broker. */
    public BellBook bellBook() {
        return bellBook;
    }

    /** What operators order. */
    public OperatorJobs jobs() {
        return jobs;
    }

    /** What they ordered and is left to be done. */
    public OperatorWork operatorWork() {
        return jobs;
    }

    /** Where a record is, for its parties and operators. */
    public RecordLedger records() {
        return records;
    }

    /** The latest of them, to try on what is not in force yet. */
    public RecordSamples samples() {
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

    /** Questions and what became of them. */
    public QueryLedger queries() {
        return queries;
    }

    /** The same for operators. */
    public QueryTrail queryTrail() {
        return queryTrail;
    }

    /** Where messages wait that are one record together. */
    public MessageParts messageParts() {
        return messageParts;
    }

    /** Where messages are kept of which several things are made. */
    public CallMessages callMessages() {
        return callMessages;
    }

    /** Codes that no code map had. */
    public UnmappedCodes unmapped() {
        return unmapped;
    }

    /** Files that records refer to. */
    public Materials materials() {
        return materials;
    }

    /** What is remembered of pick-ups. */
    public PickUpLedger pickUps() {
        return pickUps;
    }

    /** Which content the names of files stand for. */
    public FileNames fileNames() {
        return fileNames;
    }

    /** Which files were left for whom. */
    public LeftFiles leftFiles() {
        return leftFiles;
    }

    /** Finds what is stuck. */
    public Watchdog watchdog() {
        return watchdog;
    }

    /** Ends the group commits; callers that still wait get {@link org.tongqu.record.failure.LedgerUnavailable}. The data source stays open. */
    @Override
    public void close() {
        commits.close();
    }
}
