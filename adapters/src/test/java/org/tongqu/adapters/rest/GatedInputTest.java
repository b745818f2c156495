package org.tongqu.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

class GatedInputTest {
    @Test
    void aBodyUnderWayEndsWhenNothingIsTakenAnyMore() throws IOException {
        AtomicReference<Optional<Rejection>> closed = new AtomicReference<>(Optional.empty());
        try (InputStream octets = new GatedInput(new ByteArrayInputStream(new byte[10]), closed::get)) {
            assertThat(octets.readNBytes(4)).hasSize(4);

            closed.set(Optional.of(new Rejection(ProblemCode.UNAVAILABLE, "The disk is nearly full.")));

            assertThatThrownBy(octets::read).isInstanceOf(Rejection.class);
            assertThatThrownBy(() -> octets.readNBytes(4)).isInstanceOf(Rejection.class);
        }
    }
}
