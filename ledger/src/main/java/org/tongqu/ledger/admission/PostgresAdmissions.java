package org.tongqu.ledger.admission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.commit.CannotBeTaken;
import org.tongqu.ledger.commit.GroupCommit;
import org.tongqu.ledger.commit.GroupCommits;
import org.tongqu.ledger.delivery.BellDesk;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.ledger.vault.Chance;
import org.tongqu.ledger.vault.FreshBodies;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.AdmissionLedger.Message;

/** Admission on PostgreSQL. Encrypts in the calling thread, then waits for the group commit. */
public final class PostgresAdmissions implements AdmissionLedger {
    private static final int SALT = 32;

    private final GroupCommit<RepeatWork.Asked, Optional<Result>> repeats;
    private final GroupCommit<List<Draft>, List<Result>> admissions;
    private final LedgerConnections connections;
    private final BodyVault vault;
    private final Chance chance;

    /**
     * Puts admission together.
     *
     * @param connections for what is asked alone
     * @param commits makes the group commits
     * @param with encrypts, issues receipts, tells the time and draws ids
     * @param desk decides which bells may be rung
     * @param bodies keeps plain bodies for the lanes
     */
    public PostgresAdmissions(
            LedgerConnections connections,
            GroupCommits commits,
            LedgerCollaborators with,
            BellDesk desk,
            FreshBodies bodies) {
        this.connections = connections;
        this.repeats = commits.open("repeats", new RepeatWork());
        this.admissions = commits.open("admissions", new AdmissionWork(with, desk, bodies));
        this.vault = new BodyVault(with.cipher());
        this.chance = new Chance(with.random());
    }

    @Override
    public Optional<Receipt> repeat(RecordId record, Content content) {
        return repeats.call(new RepeatWork.Asked(record, content)).map(PostgresAdmissions::receiptOrThrow);
    }

    @Override
    public Optional<Receipt> repeatOf(PartyId sender, Digest message) {
        return connections.transaction(connection -> Identities.ofMessage(connection, sender, message));
    }

    @Override
    public List<Result> admit(List<Admission> asked) {
        if (asked.isEmpty()) {
            return List.of();
        }
        List<Draft> drafts = asked.stream().map(this::draft).toList();
        try {
            return admissions.call(drafts);
        } catch (CannotBeTaken oneOfThem) {
            if (drafts.size() == 1) {
                throw oneOfThem;
            }
            return oneByOne(drafts);
        }
    }

    /** One item that the database refuses must not take a whole batch with it: in order, each in a commit of its own. */
    private List<Result> oneByOne(List<Draft> drafts) {
        List<Result> results = new ArrayList<>();
        Set<BusinessKey> refused = new HashSet<>();
        for (Draft draft : drafts) {
            Result result = refused.contains(draft.key()) ? afterRefused(draft) : alone(draft);
            if (result instanceof Result.Refused) {
                refused.add(draft.key());
            }
            results.add(result);
        }
        return results;
    }

    private Result alone(Draft draft) {
        try {
            return admissions.call(List.of(draft)).get(0);
        } catch (CannotBeTaken culprit) {
            return new Result.Refused(new Rejection(
                    ProblemCode.INTERNAL, "The ledger cannot keep this record; tell the gateway's operator."));
        }
    }

    private Result afterRefused(Draft draft) {
        return repeats.call(new RepeatWork.Asked(draft.id(), draft.admission().content()))
                .orElseGet(Sorting::afterRefused);
    }

    private Draft draft(Admission admission) {
        return new Draft(
                admission,
                chance.uuid(),
                vault.body(admission.record().id(), admission.record().octets()),
                message(admission),
                chance.octets(SALT),
                admission.recipients().stream().map(r -> chance.delivery()).toList());
    }

    private byte @Nullable [] message(Admission admission) {
        Message message = admission.message();
        return message == null ? null : vault.message(admission.record().id(), message.octets());
    }

    private static Receipt receiptOrThrow(Result result) {
        if (result instanceof Result.Refused refused) {
            throw refused.rejection();
        }
        return ((Result.Committed) result).receipt();
    }
}
