package org.tongqu.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tongqu.adapters.rest.TransferSlots.Slot;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

class TransferSlotsTest {
    private static final PartyId A = new PartyId("990101.a");
    private static final PartyId B = new PartyId("990101.b");
    private static final PartyId C = new PartyId("990101.c");

    private final TransferSlots slots = new TransferSlots(3, 2, System::nanoTime);

    @Test
    void onePartyCannotTakeWhatIsForAll() {
        Slot first = slots.take(A);
        slots.take(A);
        tooFast(A);
        slots.take(B);
        tooFast(C);

        first.close();

        slots.take(A);
        tooFast(B);
    }

    private void tooFast(PartyId party) {
        assertThatThrownBy(() -> slots.take(party)).isInstanceOfSatisfying(Rejection.class, refused -> {
            assertThat(refused.code()).isEqualTo(ProblemCode.TOO_FAST);
            assertThat(refused.retryAfter()).isPresent();
        });
    }
}
