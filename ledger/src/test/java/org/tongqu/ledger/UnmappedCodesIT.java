package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.UnmappedCode;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.port.UnmappedCodes.Missing;

/** What a dialect lacks is listed once per code, whoever says it how often. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnmappedCodesIT {
    private static final String FAMILY = "guizhou-rest";

    private final World world = new World();
    private final UnmappedCodes unmapped = world.ledger.unmapped();

    @BeforeEach
    void nothingIsListed() {
        Postgres.rows(world.source, "with gone as (delete from unmapped_codes returning 1) select count(*) from gone");
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aCodeIsListedOnceWithHowOftenAndWhenItCame() {
        var first = world.clock.instant();
        unmapped.noticed(World.SAFE, FAMILY, true, List.of(missing("idType", "51"), missing("idType", "51")));
        world.clock.pass(Duration.ofMinutes(1));
        unmapped.noticed(World.SAFE, FAMILY, true, List.of(missing("idType", "51")));
        unmapped.noticed(World.SAFE, FAMILY, false, List.of(missing("idType", "51")));
        unmapped.noticed(World.OTHER, FAMILY, true, List.of(missing("result", UnmappedCode.NO_CODE)));

        assertThat(unmapped.latest(10))
                .containsExactlyInAnyOrder(
                        new Missing(
                                World.SAFE,
                                FAMILY,
                                true,
                                new UnmappedCode("idType", "51"),
                                2,
                                first,
                                world.clock.instant()),
                        once(World.SAFE, false, "idType", "51"),
                        once(World.OTHER, true, "result", "?"));
        assertThat(unmapped.latest(1)).hasSize(1);
    }

    @Test
    void whatIsNotAboutCodesIsNotListed() {
        unmapped.noticed(World.SAFE, FAMILY, true, List.of(new FieldError("/a", "required", "缺", "missing")));

        assertThat(unmapped.latest(10)).isEmpty();
    }

    @Test
    void aPartyThatSendsRubbishFillsItsOwnListAndNoMore() {
        List<FieldError> rubbish = IntStream.range(0, 600)
                .mapToObj(i -> missing("idType", "r" + i))
                .toList();
        unmapped.noticed(World.SAFE, FAMILY, true, rubbish);
        unmapped.noticed(World.SAFE, FAMILY, false, rubbish);
        unmapped.noticed(World.SAFE, FAMILY, true, List.of(missing("idType", "late"), missing("idType", "r7")));
        unmapped.noticed(World.OTHER, FAMILY, true, List.of(missing("idType", "51")));

        assertThat(unmapped.latest(5000))
                .hasSize(1001)
                .contains(once(World.OTHER, true, "idType", "51"))
                .anyMatch(one -> one.code().code().equals("r7") && one.times() == 2)
                .noneMatch(one -> one.code().code().equals("late"));
    }

    @Test
    void itIsForgottenWithIdentitiesAndNotWhileItComes() {
        unmapped.noticed(World.SAFE, FAMILY, true, List.of(missing("idType", "51"), missing("idType", "52")));
        world.clock.pass(Duration.ofDays(300));
        unmapped.noticed(World.SAFE, FAMILY, true, List.of(missing("idType", "52")));
        world.clock.pass(Duration.ofDays(101));
        for (int round = 0; round < 20; round++) {
            world.ledger.deliveries().sweep(world.clock.instant(), 100);
        }

        assertThat(unmapped.latest(10)).extracting(one -> one.code().code()).containsExactly("52");
    }

    @Test
    void whileTheLedgerIsAwayNothingIsListedAndNothingFails() {
        FailingSource failing = new FailingSource(world.source);
        try (PostgresLedger away = world.node("node-2", failing.source())) {
            failing.breakNext(FailingSource.Break.ALWAYS);

            away.unmapped().noticed(World.SAFE, FAMILY, true, List.of(missing("idType", "51")));

            failing.breakNext(FailingSource.Break.NEVER);
            assertThat(away.unmapped().latest(10)).isEmpty();
        }
    }

    private Missing once(PartyId party, boolean isHeard, String map, String code) {
        return new Missing(
                party, FAMILY, isHeard, new UnmappedCode(map, code), 1, world.clock.instant(), world.clock.instant());
    }

    private static FieldError missing(String map, String code) {
        return new FieldError("/a", "code:" + map, "补充", "add it", new UnmappedCode(map, code));
    }
}
