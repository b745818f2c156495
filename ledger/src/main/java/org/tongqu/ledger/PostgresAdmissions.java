package org.tongqu.ledger;

import java.util.List;
import java.util.Optional;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.port.AdmissionLedger;

/** Admission on PostgreSQL. Encrypts in the calling thread, then waits for the group commit. */
final class PostgresAdmissions implements AdmissionLedger {
    private static final int SALT = 32;

    private final GroupCommit<RepeatWork.Asked, Optional<Result>> repeats;
    private final GroupCommit<List<AdmissionWork.Draft>, List<Result>> admissions;
    private final BodyVault vault;
    private final Chance chance;

    PostgresAdmissions(
            GroupCommit<RepeatWork.Asked, Optional<Result>> repeats,
            GroupCommit<List<AdmissionWork.Draft>, List<Result>> admissions,
            BodyVault vault,
            Chance chance) {
        this.repeats = repeats;
        this.admissions = admissions;
        this.vault = vault;
        this.chance = chance;
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

    private AdmissionWork.Draft draft(Admission admission) {
        return new AdmissionWork.Draft(
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
