package org.tongqu.ledger.admission;

import java.util.List;
import java.util.Optional;
import org.tongqu.ledger.commit.GroupCommit;
import org.tongqu.ledger.commit.GroupCommits;
import org.tongqu.ledger.delivery.BellDesk;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.ledger.vault.Chance;
import org.tongqu.ledger.vault.FreshBodies;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.port.AdmissionLedger;

/** Admission on PostgreSQL. Encrypts in the calling thread, then waits for the group commit. */
public final class PostgresAdmissions implements AdmissionLedger {
    private static final int SALT = 32;

    private final GroupCommit<RepeatWork.Asked, Optional<Result>> repeats;
    private final GroupCommit<List<Draft>, List<Result>> admissions;
    private final BodyVault vault;
    private final Chance chance;

    /**
     * Puts admission together.
     *
     * @param commits makes the group commits
     * @param with encrypts, issues receipts, tells the time and draws ids
     * @param desk decides which bells may be rung
     * @param bodies keeps plain bodies for the lanes
     */
    public PostgresAdmissions(GroupCommits commits, LedgerCollaborators with, BellDesk desk, FreshBodies bodies) {
        this.repeats = commits.open("repeats", new RepeatWork());
        this.admissions = commits.open("admissions", new AdmissionWork(with, desk, bodies));
        this.vault = new BodyVault(with.cipher());
        this.chance = new Chance(with.random());
    }

    @Override
    public Optional<Receipt> repeat(RecordId record, Digest digest) {
        return repeats.call(new RepeatWork.Asked(record, digest)).map(PostgresAdmissions::receiptOrThrow);
    }

    @Override
    public List<Result> admit(List<Admission> asked) {
        return asked.isEmpty()
                ? List.of()
                : admissions.call(asked.stream().map(this::draft).toList());
    }

    private Draft draft(Admission admission) {
        return new Draft(
                admission,
                chance.uuid(),
                vault.body(admission.record().id(), admission.record().octets()),
                chance.octets(SALT),
                admission.recipients().stream().map(r -> chance.delivery()).toList());
    }

    private static Receipt receiptOrThrow(Result result) {
        if (result instanceof Result.Refused refused) {
            throw refused.rejection();
        }
        return ((Result.Committed) result).receipt();
    }
}
