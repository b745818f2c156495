package org.tongqu.record.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tongqu.record.ticket.Tickets.HOTLINE;
import static org.tongqu.record.ticket.Tickets.WATER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.life.ObjectState;
import org.tongqu.record.schema.CodeTable;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.node.ObjectNode;

/** Every pair of state and event, against a table typed by hand. */
class TicketTableTest {
    /** Columns: no ticket yet, then the states 1 to 10; a dash refuses. A second line of an event is what a decision against it does. */
    private static final String TABLE =
            """
            submitted             1  -  -  -  -  -  -  -  -  -  -
            dispatched            2  2  -  -  -  -  -  -  -  -  -
            redispatched          2  -  -  -  -  -  -  2  2  -  -
            transferred           2  2  2  2  2  2  -  2  2  -  -
            signed                -  -  5  -  -  -  -  -  -  -  -
            returned              -  -  3  3  4  4  -  -  -  -  -
            return-reviewed       -  -  -  1  1  -  -  -  -  -  -
            !return-reviewed      -  -  -  2  5  -  -  -  -  -  -
            replied               -  -  -  -  -  7  -  7  -  -  -
            revisited             -  -  -  -  -  -  -  8  8  -  -
            extension-requested   -  -  -  -  -  5  -  -  -  -  -
            extension-decided     -  -  -  -  -  5  -  -  -  -  -
            !extension-decided    -  -  -  -  -  5  -  -  -  -  -
            no-revisit-requested  -  -  -  -  -  5  -  7  -  -  -
            no-revisit-decided    -  -  -  -  -  5  -  7  -  -  -
            !no-revisit-decided   -  -  -  -  -  5  -  7  -  -  -
            suspension-requested  -  -  -  -  -  5  -  -  -  -  -
            suspension-decided    -  -  -  -  -  6  -  -  -  -  -
            !suspension-decided   -  -  -  -  -  5  -  -  -  -  -
            resumed               -  -  -  -  -  -  5  -  -  -  -
            supervised            -  -  2  3  4  5  6  7  -  -  -
            supervision-noted     -  -  2  3  4  5  6  7  -  -  -
            monitor-noted         -  -  2  3  4  5  6  7  -  -  -
            monitor-replied       -  -  2  3  4  5  6  7  -  -  -
            supplemented          -  1  2  3  4  5  6  7  8  -  -
            merged                - 10 10 10 10 10 10  -  -  -  -
            closed                -  9  -  -  -  -  -  9  9  -  -
            """;

    private static final Hotline STRICT = new Hotline(true, 99, 99, null, List.of(), Map.of());

    @TestFactory
    List<DynamicTest> everyPairOfStateAndEvent() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.trim().split(" +");
            boolean approved = !cells[0].startsWith("!");
            TicketEvent event = TicketEvent.ofWord(approved ? cells[0] : cells[0].substring(1))
                    .orElseThrow();
            assertThat(cells).hasSize(12);
            for (int state = 0; state <= 10; state++) {
                String expected = cells[state + 1];
                int from = state;
                tests.add(DynamicTest.dynamicTest(
                        cells[0] + " in state " + state + " leads to " + expected,
                        () -> judge(event, approved, from, expected)));
            }
        }
        return tests;
    }

    private static void judge(TicketEvent event, boolean approved, int from, String expected) {
        PartyId sender = event.by() == TicketRole.HANDLER ? WATER : HOTLINE;
        LifeStep step = Tickets.step(event.word(), sender, STRICT, data -> {
            if (data.has("approved")) {
                data.put("approved", approved);
            }
        });
        if (expected.equals("-")) {
            assertThatExceptionOfType(Rejection.class)
                    .isThrownBy(() -> taken(step, event, from))
                    .satisfies(refused -> {
                        assertThat(refused.code()).isEqualTo(ProblemCode.STATE_CONFLICT);
                        assertThat(refused.errors()).hasSize(1);
                        assertThat(refused.errors().get(0).rule()).isEqualTo("ticket-state");
                    });
        } else {
            assertThat(taken(step, event, from).name()).isEqualTo(expected);
        }
    }

    private static ObjectState taken(LifeStep step, TicketEvent event, int from) {
        return from == 0
                ? step.first()
                : step.after(new ObjectState(Integer.toString(from), Set.of(), facts(event), null));
    }

    /** Of a ticket whose every request that this event answers waits, and of which nothing else stands in the way. */
    private static ObjectNode facts(TicketEvent event) {
        ObjectNode facts = StrictJson.object()
                .put("centre", HOTLINE.value())
                .put("submitter", HOTLINE.value())
                .put("supervised", true);
        facts.putArray("handlers").add(WATER.value());
        event.answers().ifPresent(asked -> facts.put("open-" + asked.name(), 1));
        return facts;
    }

    /** Columns as above: whether another ticket may be merged into one in this state. */
    @Test
    void aTicketIsMergedOnlyIntoOneThatHasNotEnded() {
        String[] takes = "1 1 1 1 1 1 1 1 0 0".split(" ");
        LifeStep merged = Tickets.step("merged", HOTLINE, STRICT, data -> {});
        for (TicketStage stage : TicketStage.values()) {
            int state = Integer.parseInt(stage.code());
            ObjectState other = new ObjectState(stage.code(), Set.of(), facts(TicketEvent.MERGED), null);
            if (takes[state - 1].equals("1")) {
                assertThatCode(() -> merged.requireOpen(other)).doesNotThrowAnyException();
            } else {
                assertThatExceptionOfType(Rejection.class)
                        .isThrownBy(() -> merged.requireOpen(other))
                        .satisfies(refused -> {
                            assertThat(refused.code()).isEqualTo(ProblemCode.STATE_CONFLICT);
                            assertThat(refused.errors().get(0).rule()).isEqualTo("ticket-state");
                            assertThat(refused.errors().get(0).pointer()).isEqualTo("/data/duplicateOf");
                            assertThat(refused.errors().get(0).zh()).contains(stage.zh());
                        });
            }
        }
        for (TicketEvent event : TicketEvent.values()) {
            assertThat(Tickets.step(event.word(), HOTLINE, STRICT, data -> {})
                            .into()
                            .isPresent())
                    .as(event.word())
                    .isEqualTo(event == TicketEvent.MERGED);
        }
    }

    /** To others than its centre a ticket's further way is nothing. */
    @Test
    void whereAMergedTicketGoesOnIsToldToItsCentreAlone() {
        ObjectNode facts = facts(TicketEvent.MERGED).put("duplicateOf", "T-3");
        ObjectState other = new ObjectState("10", Set.of(), facts, null);

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() ->
                        Tickets.step("merged", HOTLINE, STRICT, data -> {}).requireOpen(other))
                .withMessageContaining("T-3");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(
                        () -> Tickets.step("merged", WATER, STRICT, data -> {}).requireOpen(other))
                .satisfies(refused -> assertThat(refused.detail()).doesNotContain("T-3"));
    }

    @Test
    void everyRecordTypeOfATicketIsAnEventAndHasItsLine() {
        List<String> events =
                Arrays.stream(TicketEvent.values()).map(TicketEvent::word).toList();
        assertThat(Schemas.shipped().types().stream()
                        .filter(type -> type.startsWith("ticket."))
                        .map(type -> type.substring("ticket.".length())))
                .containsExactlyInAnyOrderElementsOf(events);
        assertThat(TABLE.lines().map(line -> line.trim().split(" ")[0]).filter(word -> !word.startsWith("!")))
                .containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void theStatesAreThoseOfTheCodeTable() {
        CodeTable table = CodeTables.shipped().find("ticketState").orElseThrow();
        for (TicketStage stage : TicketStage.values()) {
            assertThat(table.find(stage.code())).contains(new CodeTable.Entry(stage.zh(), stage.en()));
            assertThat(TicketStage.ofCode(stage.code())).isEqualTo(stage);
        }
        assertThat(table.entries()).hasSize(TicketStage.values().length);
    }

    @Test
    void whenItHappenedStandsInAFieldOfTheRecord() {
        for (TicketEvent event : TicketEvent.values()) {
            assertThat(Schemas.shipped()
                            .find("ticket." + event.word())
                            .orElseThrow()
                            .marks()
                            .fields())
                    .as(event.word())
                    .contains("/" + event.timeField());
        }
    }

    @Test
    void thePageShowsTheTable() throws IOException {
        String page = Files.readString(Path.of("../docs/hotline.md"));
        for (TicketEvent event : TicketEvent.values()) {
            assertThat(page).contains(line(event));
        }
    }

    private static String line(TicketEvent event) {
        StringBuilder line = new StringBuilder("| `ticket." + event.word() + "` " + event.zh() + " | "
                + event.by().zh() + " · " + event.by().en() + " | "
                + TicketTable.first(event).map(TicketStage::code).orElse("") + " |");
        for (TicketStage stage : TicketStage.values()) {
            String yes =
                    TicketTable.next(stage, event, true).map(TicketStage::code).orElse("");
            Optional<String> no =
                    TicketTable.next(stage, event, false).map(TicketStage::code).filter(other -> !other.equals(yes));
            line.append(' ')
                    .append(yes)
                    .append(no.map(other -> " / " + other).orElse(""))
                    .append(" |");
        }
        return line.toString();
    }
}
