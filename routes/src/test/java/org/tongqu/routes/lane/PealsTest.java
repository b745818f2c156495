package org.tongqu.routes.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryId;

class PealsTest {
    private static final PartyId TAX = new PartyId("990101.tax");
    private static final PartyId WATER = new PartyId("990101.water");
    private static final int TOGETHER = 8;

    private final LaneBoard board = new LaneBoard(Clock.systemUTC());
    private final Peals peals = new Peals(lane -> TOGETHER, board);

    @Test
    void aLaneWithoutWorkIsRungAtOnce() {
        assertThat(sizes(peals.with(bells(TAX, 0, 3)))).containsExactly(3);
        assertThat(sizes(peals.with(bells(TAX, 3, 19)))).containsExactly(8, 8, 3);
        assertThat(peals.isHolding()).isFalse();
    }

    @Test
    void whatWouldFillAMessageInPartWaitsForMoreWhileTheLaneHasWork() {
        board.ringing(TAX, 64);

        assertThat(peals.with(bells(TAX, 0, 3))).isEmpty();
        assertThat(peals.isHolding()).isTrue();
        assertThat(peals.with(bells(TAX, 3, 7))).containsExactly(bells(TAX, 0, TOGETHER));
        assertThat(peals.with(List.of())).containsExactly(bells(TAX, 8, 2));
        assertThat(peals.isHolding()).isFalse();
    }

    @Test
    void nothingWaitsTwice() {
        board.ringing(TAX, 64);

        assertThat(peals.with(bells(TAX, 0, 3))).isEmpty();
        assertThat(peals.with(bells(TAX, 3, 2))).containsExactly(bells(TAX, 0, 5));
        assertThat(peals.with(bells(TAX, 5, 2))).isEmpty();
        assertThat(peals.with(List.of())).containsExactly(bells(TAX, 5, 2));
    }

    @Test
    void oneLaneDoesNotWaitForAnother() {
        board.ringing(TAX, 64);

        assertThat(peals.with(bells(TAX, 0, 3))).isEmpty();
        assertThat(peals.with(bells(WATER, 0, 1))).containsExactlyInAnyOrder(bells(TAX, 0, 3), bells(WATER, 0, 1));
    }

    @Test
    void whatWasHeardIsNoWorkAnyMore() {
        board.ringing(TAX, 64);
        board.heard(TAX, 1);
        assertThat(sizes(peals.with(bells(TAX, 0, 3)))).containsExactly(3);

        board.ringing(TAX, 1);
        board.sleeps(TAX);
        assertThat(sizes(peals.with(bells(TAX, 0, 3)))).containsExactly(3);
    }

    private static List<Integer> sizes(List<List<Bell>> peals) {
        return peals.stream().map(List::size).toList();
    }

    private static List<Bell> bells(PartyId lane, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> new Bell(lane, new DeliveryId("%032x".formatted(number)), 1))
                .toList();
    }
}
