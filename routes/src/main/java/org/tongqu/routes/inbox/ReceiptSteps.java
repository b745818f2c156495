package org.tongqu.routes.inbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.PartyReceipt;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.DeliveryLedger.Acknowledged;
import org.tongqu.record.port.DeliveryLedger.HandedIn;
import org.tongqu.record.port.Inbox.ReceiptResult;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;

/** The steps by which a receipt that a party hands in becomes part of the ledger. Thread-safe. */
final class ReceiptSteps {
    private final SealVerifier verifier;
    private final Sealer sealer;
    private final DeliveryLedger ledger;

    ReceiptSteps(SealVerifier verifier, Sealer sealer, DeliveryLedger ledger) {
        this.verifier = verifier;
        this.sealer = sealer;
        this.ledger = ledger;
    }

    /** What a channel says is kept under the gateway's seal, so that it cannot be changed later. */
    HandedReceipt attest(AttestedReceipt receipt) {
        return new HandedReceipt(
                receipt.caller(),
                new SealedText(
                        new String(receipt.payload(), StandardCharsets.UTF_8),
                        sealer.receipt(receipt.caller().value(), receipt.payload())));
    }

    /** The seal must hold and be the caller's own. */
    HandedReceipt verify(HandedReceipt handed) {
        PartyId signer = verifier.verify(handed.sealed().seal(), handed.sealed().octets(), SealType.ACK)
                .party();
        if (!signer.equals(handed.caller())) {
            throw new Rejection(ProblemCode.PARTY_MISMATCH, "The receipt is sealed by another party.");
        }
        return handed;
    }

    ReadReceipt read(HandedReceipt handed) {
        try {
            return new ReadReceipt(handed, PartyReceipt.read(handed.sealed().octets()));
        } catch (IllegalArgumentException unreadable) {
            throw new Rejection(ProblemCode.MALFORMED, "The payload is not a receipt.");
        }
    }

    /** Repeatable: the same receipt again is told so. */
    RecordedReceipts record(ReadReceipts read) {
        List<ReadReceipt> receipts = read.receipts();
        List<Acknowledged> acknowledged = ledger.acknowledgeAll(
                read.caller(),
                receipts.stream()
                        .map(r -> new HandedIn(r.receipt(), r.handed().sealed()))
                        .toList());
        return new RecordedReceipts(IntStream.range(0, receipts.size())
                .mapToObj(i -> result(receipts.get(i).receipt(), acknowledged.get(i)))
                .toList());
    }

    private static ReceiptResult result(PartyReceipt receipt, Acknowledged acknowledged) {
        return switch (acknowledged) {
            case RECORDED -> new ReceiptResult(receipt.delivery().value(), 200, "RECORDED");
            case REPEATED -> new ReceiptResult(receipt.delivery().value(), 200, "REPEATED");
            case NOT_YOURS -> refused(receipt, ProblemCode.NOT_FOUND);
            case OTHER_STANDS -> refused(receipt, ProblemCode.OUTCOME_STANDS);
            case DIGEST_DIFFERS -> refused(receipt, ProblemCode.DIGEST_DIFFERS);
        };
    }

    /** What a refused receipt is answered with; names its delivery if that can be read, whatever its seal. */
    static ReceiptResult refused(Object reached, Rejection rejection) {
        String delivery = "";
        if (reached instanceof HandedReceipt handed) {
            try {
                delivery =
                        PartyReceipt.read(handed.sealed().octets()).delivery().value();
            } catch (IllegalArgumentException unreadable) {
                delivery = "";
            }
        }
        return new ReceiptResult(
                delivery, rejection.code().status(), rejection.code().name());
    }

    private static ReceiptResult refused(PartyReceipt receipt, ProblemCode code) {
        return new ReceiptResult(receipt.delivery().value(), code.status(), code.name());
    }
}
