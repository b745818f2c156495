package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.routes.TestSite.TAX;
import static org.tongqu.routes.TestSite.WINDOW;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.port.Intake.Heard;
import org.tongqu.record.site.Endpoint;
import tools.jackson.databind.JsonNode;

/** Messages of a dialect that come again: by their call, and by another one. */
class RepeatedMessagesTest {
    private final TestSite site = new TestSite().party(TAX, new Endpoint.Pull());
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = TestGateway.withoutLanes(site);
        site.whole(TAX);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void theSameOctetsOfAnotherCallAreNoRepeat() {
        assertThat(said("open", "1", "C-1")).isEqualTo(Heard.NEW);
        assertThat(said("transfer", "1", "C-1")).isEqualTo(Heard.NEW);

        assertThat(said("open", "1", "C-1")).isEqualTo(Heard.REPEATED);
        assertThat(said("transfer", "1", "C-1")).isEqualTo(Heard.REPEATED);
        assertThat(gateway.ledger.admission("open:C-1:1").content().message())
                .isNotEqualTo(
                        gateway.ledger.admission("transfer:C-1:1").content().message());
    }

    @Test
    void whatAPartnerTellsByTwoCallsIsARepeatByEitherWhateverIsMadeOfItByNow() {
        assertThat(said("apply", "1", "C-1")).isEqualTo(Heard.NEW);

        assertThat(said("open", "2", "C-1")).isEqualTo(Heard.REPEATED);
        assertThat(said("open", "1", "C-2")).isEqualTo(Heard.NEW);
        assertThat(said("apply", "2", "C-2")).isEqualTo(Heard.REPEATED);
    }

    /** Of two that differ only in what is personal both are taken, and the ids tell nothing of it. */
    @Test
    void whatIsPersonalTellsMessagesApartByAMark() {
        assertThat(said("note", "1", "C-1 the lamp is dark")).isEqualTo(Heard.NEW);
        assertThat(said("note", "1", "C-1 the lamp is red")).isEqualTo(Heard.NEW);
        assertThat(said("note", "1", "C-1 the lamp is dark")).isEqualTo(Heard.REPEATED);
        assertThat(said("note", "1", "C-1  the lamp is dark"))
                .as("the same record")
                .isEqualTo(Heard.REPEATED);
        assertThat(said("note", "1", "C-" + "1".repeat(36) + " dark")).isEqualTo(Heard.NEW);

        assertThat(gateway.ledger.ids())
                .hasSize(3)
                .anyMatch(id -> id.matches("hmac-sm3:[0-9a-f]{48}"))
                .filteredOn(id -> id.matches("note:C-1:1:[0-9a-f]{24}"))
                .hasSize(2);
    }

    /** @param version what the ids of its records end with: a dialect that was changed makes other records of the same message */
    private Heard said(String call, String version, String message) {
        return gateway.routes
                .intake()
                .submitMessage(WINDOW, new Teller(version), call, message.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells openings by two calls, and transfers by a third. */
    private record Teller(String version) implements Translator {
        @Override
        public String family() {
            return "demo";
        }

        @Override
        public String repeatableAs(String call, byte[] message) {
            return call.equals("apply") ? "open" : call;
        }

        @Override
        public String discerning(String call, byte[] message) {
            return call.equals("note") ? new String(message, StandardCharsets.UTF_8).replaceAll("^\\S+ +", "") : "";
        }

        @Override
        public byte[] toOurs(PartyId source, String call, byte[] message, Instant cameAt, ReceivedFiles files) {
            String subject = new String(message, StandardCharsets.UTF_8).split(" ")[0];
            String id = repeatableAs(call, message) + ":" + subject + ":" + version;
            return TestRecords.event(source, id, subject, event -> {});
        }

        @Override
        public boolean tells(RecordType type) {
            return false;
        }

        @Override
        public byte[] toTheirs(RecordType type, JsonNode data, Telling telling, SentFiles files) {
            throw new UnsupportedOperationException("not a matter of intake");
        }

        @Override
        public boolean stillTells(RecordType type, byte[] made) {
            return false;
        }

        @Override
        public boolean asks(RecordType type) {
            return false;
        }
    }
}
