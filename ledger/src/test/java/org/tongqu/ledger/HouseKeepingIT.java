package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HouseKeepingIT {
    private static final int MOST = 1000;
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void muchThatIsStaleIsForgottenInStepsOverSeveralRoundsAndNothingElse() {
        Postgres.rows(
                world.source,
                """
                with old as (
                    insert into identities (sender, id, digest, record_no, admission, accepted_at,
                        receipt_payload, receipt_protected, receipt_signature)
                    select '990101.window', 'old' || i, decode(repeat('00', 32), 'hex'), i, gen_random_uuid(),
                        '2024-01-01T00:00:00Z'::timestamptz, '{}', 'h', 's'
                    from generate_series(1, 100) i returning 1),
                used as (
                    insert into proofs (party, jti, forget_after)
                    select '990101.window', 'j' || i, '2026-01-01T00:00:00Z'::timestamptz
                    from generate_series(1, 25000) i returning 1)
                select (select count(*) from old) + (select count(*) from used)
                """);
        world.admit("fresh", "K", World.SAFE);

        sweep(1);
        assertThat(count("proofs")).isEqualTo(15_000);
        sweep(30);
        assertThat(count("proofs")).isEqualTo(5_000);
        assertThat(count("identities")).isEqualTo(1);
        sweep(1);
        assertThat(count("proofs")).isZero();

        world.clock.pass(Duration.ofDays(401));
        sweep(30);
        assertThat(count("identities")).isZero();
    }

    private void sweep(int rounds) {
        for (int round = 0; round < rounds; round++) {
            world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        }
    }

    private int count(String table) {
        return Integer.parseInt(
                Postgres.rows(world.source, "select count(*) from " + table).get(0));
    }
}
