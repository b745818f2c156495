package org.tongqu.ledger.admission;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.port.AdmissionLedger.Admission;

/**
 * One admission, made ready outside of the transaction.
 *
 * @param admission what is asked for
 * @param attempt tells this call from a repeat of it
 * @param body the octets as ciphertext
 * @param message what the partner's system said, as ciphertext; null if it sent the record itself
 * @param salt for commitments
 * @param deliveries ids, one per recipient in their order
 */
record Draft(
        Admission admission,
        UUID attempt,
        byte[] body,
        byte @Nullable [] message,
        byte[] salt,
        List<DeliveryId> deliveries) {
    RecordId id() {
        return admission.record().id();
    }

    BusinessKey key() {
        return admission.key();
    }
}
