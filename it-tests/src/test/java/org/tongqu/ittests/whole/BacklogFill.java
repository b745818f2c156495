package org.tongqu.ittests.whole;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.ittests.load.PartySealer;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.ledger.LedgerTables;
import org.tongqu.ledger.PostgresLedger;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.sharing.Grant;
import org.tongqu.record.sharing.Recipient;
import org.tongqu.record.sharing.SharingRule;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Site;
import org.tongqu.security.cipher.DataKeys;
import org.tongqu.security.cipher.MasterKey;
import org.tongqu.security.cipher.Sm4BodyCipher;
import org.tongqu.security.digest.Sm3;
import org.tongqu.security.key.PrivateFile;

/**
 * Puts records into the ledger of a gateway that does not run, over its own database and with its own keys, as the door would have:
 * bodies are real and encrypted, digests are right. The sender's seal and the receipt are one and the same for all; nobody who
 * gets them here verifies them, and making them would take longer than all the rest.
 */
final class BacklogFill implements AutoCloseable {
    private static final int AT_ONCE = 500;
    private static final int THREADS = 4;
    private static final int SIZE = 2_048;

    private final HikariDataSource source;
    private final PostgresLedger ledger;
    private final CaseBodies bodies;
    private final Clock clock;
    private final Seal seal;
    private final PartyId sender;
    private final Sm3 digests = new Sm3();

    /**
     * Opens the ledger.
     *
     * @param jdbcUrl of its database, which runs
     */
    BacklogFill(Path data, String jdbcUrl, PartyId sender, PartySealer sealer, Clock clock) throws IOException {
        this.sender = sender;
        this.clock = clock;
        this.bodies = new CaseBodies(sender, SIZE, 1);
        this.seal = sealer.seal(new byte[0], SealType.RECORD);
        SealedText receipt = sealer.sealed("{}", SealType.RECEIPT);
        SecureRandom random = new SecureRandom();
        byte[] master = PrivateFile.openOrCreateSecret(data.resolve("secrets/master.key"), MasterKey.OCTETS, random);
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(jdbcUrl);
        pool.setUsername("tongqu");
        pool.setPassword(Files.readString(data.resolve("postgres/password")).strip());
        pool.setMaximumPoolSize(16);
        source = new HikariDataSource(pool);
        LedgerTables tables = new LedgerTables(source);
        ledger = new PostgresLedger(
                tables,
                LedgerSettings.defaults(new NodeRun("backlog", "1")),
                new LedgerCollaborators(
                        new Sm4BodyCipher(DataKeys.open(tables.keys(), new MasterKey(master, random), clock, random)),
                        (record, digest, at, sequence, to) -> receipt,
                        digests,
                        bells -> {},
                        new Unheard(),
                        BacklogFill::nobody,
                        clock,
                        random));
    }

    /**
     * Fills in this many records; those of a key in their order. Their ids are {@code <name>-<key>-<number>}, from 0.
     *
     * @return records a second
     */
    double fill(String name, PartyId to, String rule, int records, int keys) {
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> fills = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                fills.add(threads.submit(() -> share(name, to, rule, records, keys, first)));
            }
            for (Future<?> fill : fills) {
                fill.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
        return records * 1e9 / (System.nanoTime() - start);
    }

    private void share(String name, PartyId to, String rule, int records, int keys, int first) {
        List<Admission> batch = new ArrayList<>();
        for (int from = 0; from < records; from += keys) {
            for (int key = first; key < keys && from + key < records; key += THREADS) {
                batch.add(admission(name + "-" + key + "-" + from / keys, name + "-" + key, to, rule));
                if (batch.size() == AT_ONCE) {
                    admit(batch);
                }
            }
        }
        admit(batch);
    }

    private void admit(List<Admission> batch) {
        if (!ledger.admissions().admit(batch).stream().allMatch(Result.Committed.class::isInstance)) {
            throw new IllegalStateException("a record was not taken");
        }
        batch.clear();
    }

    private Admission admission(String id, String caseNo, PartyId to, String rule) {
        byte[] body = bodies.body(id, caseNo);
        var record = EnvelopeReader.read(body);
        SharingRule by = new SharingRule(
                rule,
                Set.of(record.type()),
                Set.of(sender),
                Set.of(to),
                Optional.empty(),
                new Grant.Whole(),
                "测试",
                "示范县政务数据共享目录",
                Set.of());
        return new Admission(
                record,
                Content.of(digests.sm3(body)),
                null,
                seal,
                new KeyId(sender, "k1"),
                new BusinessKey(GeneratedSite.ID, record.type().family(), record.subject()),
                List.of(new Recipient(to, by)),
                1,
                clock.instant().plus(Duration.ofDays(30)),
                Map.of(),
                Map.of(),
                Set.of());
    }

    /** A site without parties: no bell is rung for anybody. */
    private static Site nobody() {
        return new Site(
                GeneratedSite.ID,
                1,
                "示范县",
                "Demo County",
                "county",
                PartyId.gatewayOf(GeneratedSite.ID),
                List.of(),
                Map.of(),
                new SharingRules(List.of()),
                Limits.DEFAULTS,
                List.of(),
                List.of(),
                WorkdayCalendar.shipped());
    }

    @Override
    public void close() {
        ledger.close();
        source.close();
    }

    private static final class Unheard implements Transitions {
        @Override
        public void accepted(RecordId record, RecordType type, int recipients, Duration took) {}

        @Override
        public void refused(ProblemCode code, @Nullable String about, Duration took) {}

        @Override
        public void ruleFailed(String rule, String reason) {}

        @Override
        public void changed(List<Transition> changed) {}

        @Override
        public void brokerCompared(BellTally tally) {}
    }
}
