package org.tongqu.routes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.failure.UnmappedCode;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Intake.Heard;
import org.tongqu.record.port.MessageParts;
import org.tongqu.record.port.UnmappedCodes;
import tools.jackson.databind.JsonNode;

/** What waits for the others, and what goes on. */
class MessageAggregationTest {
    private static final PartyId WATER = new PartyId("990101.water");
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");

    private final List<String> listed = new ArrayList<>();
    private final KeptInOrder parts = new KeptInOrder();
    private final MessageAggregation aggregation = new MessageAggregation(parts, new Padded(), new Listed());

    @Test
    void aPartIsAnsweredUntilTheLastTakesAllAlong() {
        GatheredMessage first = aggregation.gather(message("account", "name"));
        assertThat(aggregation.answerToPart(first)).contains(Heard.NEW);
        assertThat(aggregation.answerToPart(aggregation.gather(message("account", "name"))))
                .contains(Heard.REPEATED);

        GatheredMessage last = aggregation.gather(message("premises", "address"));

        assertThat(aggregation.answerToPart(last)).isEmpty();
        assertThat(last.message().call()).isEqualTo("opening");
        assertThat(text(last)).isEqualTo("account=name premises=address");
        assertThat(last.message().party()).isEqualTo(WATER);
    }

    @Test
    void onceTheRecordIsThereAPartIsToldAsIfTheRecordWereToldAgain() {
        parts.there = Optional.of(new MessageParts.Kept.Whole(
                Optional.of("account=name premises=address".getBytes(StandardCharsets.UTF_8))));

        GatheredMessage again = aggregation.gather(message("premises", "elsewhere"));

        assertThat(aggregation.answerToPart(again)).isEmpty();
        assertThat(text(again)).isEqualTo("account=name premises=elsewhere");
    }

    @Test
    void whatCameInAnotherWayIsAnotherRecord() {
        parts.there = Optional.of(new MessageParts.Kept.Whole(Optional.empty()));

        assertThatThrownBy(() -> aggregation.gather(message("premises", "address")))
                .isInstanceOfSatisfying(
                        Rejection.class, refused -> assertThat(refused.code()).isEqualTo(ProblemCode.ID_REUSED));
    }

    @Test
    void whatIsARecordByItselfGoesOnAsItCame() {
        GatheredMessage paid = aggregation.gather(message("payBill", "20.00"));

        assertThat(aggregation.answerToPart(paid)).isEmpty();
        assertThat(paid.message().call()).isEqualTo("payBill");
        assertThat(text(paid)).isEqualTo("20.00");
    }

    @Test
    void aPartThatCannotBeReadIsRefusedAndItsCodesAreListed() {
        assertThatThrownBy(() -> aggregation.gather(message("account", "unreadable")))
                .isInstanceOf(Rejection.class);

        assertThat(listed).containsExactly("990101.water demo kind X");
    }

    private static MessageSubmission message(String call, String words) {
        return new MessageSubmission(WATER, new InParts(), call, words.getBytes(StandardCharsets.UTF_8), NOW, null);
    }

    private static String text(GatheredMessage gathered) {
        return new String(gathered.message().octets(), StandardCharsets.UTF_8);
    }

    /** Tells octets apart, no more is asked of it here. */
    private static final class Padded implements Digests {
        @Override
        public Digest sm3(byte[] octets) {
            return Digest.of(Arrays.copyOf(octets, 32));
        }

        @Override
        public Digest commitment(byte[] salt, byte[] octets) {
            throw new UnsupportedOperationException("not a matter of this step");
        }

        @Override
        public Running running() {
            throw new UnsupportedOperationException("not a matter of this step");
        }
    }

    private final class Listed implements UnmappedCodes {
        @Override
        public void noticed(PartyId party, String family, boolean isHeard, List<FieldError> errors) {
            errors.forEach(error -> listed.add(party + " " + family + " "
                    + Optional.ofNullable(error.unmapped())
                            .map(code -> code.map() + " " + code.code())
                            .orElse("")));
        }

        @Override
        public List<Missing> latest(int most) {
            return List.of();
        }
    }

    private static final class KeptInOrder implements MessageParts {
        private final Map<String, byte[]> kept = new LinkedHashMap<>();
        private Optional<Kept> there = Optional.empty();

        @Override
        public Kept keep(MessagePart part, Digest digest, byte[] message) {
            return there.orElseGet(() -> new Kept.Waiting(kept.put(part.call(), message) != null, kept));
        }
    }

    /** Two calls that are one record, and a third that is one by itself. */
    private static final class InParts implements Translator {
        @Override
        public String family() {
            return "demo";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Optional<MessagePart> partOf(PartyId source, String call, byte[] message) {
            if (new String(message, StandardCharsets.UTF_8).equals("unreadable")) {
                throw new Rejection(
                        ProblemCode.UNTRANSLATABLE,
                        "no",
                        List.of(new FieldError("/lx", "code:kind", "补充", "add it", new UnmappedCode("kind", "X"))));
            }
            return call.equals("payBill")
                    ? Optional.empty()
                    : Optional.of(new MessagePart(
                            new RecordId(source, "R1"), call, List.of("account", "premises"), "opening"));
        }

        @Override
        public byte[] together(MessagePart part, Map<String, byte[]> messages) {
            return String.join(
                            " ",
                            part.calls().stream()
                                    .map(call -> call + "=" + new String(messages.get(call), StandardCharsets.UTF_8))
                                    .toList())
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Map<String, byte[]> apart(byte[] together) {
            Map<String, byte[]> messages = new LinkedHashMap<>();
            for (String part : new String(together, StandardCharsets.UTF_8).split(" ")) {
                messages.put(part.split("=")[0], part.split("=")[1].getBytes(StandardCharsets.UTF_8));
            }
            return messages;
        }

        @Override
        public boolean tells(RecordType type) {
            return false;
        }

        @Override
        public byte[] toTheirs(RecordType type, JsonNode data, Telling telling, SentFiles files) {
            throw new UnsupportedOperationException("not a matter of this step");
        }

        @Override
        public boolean stillTells(RecordType type, byte[] made) {
            return false;
        }

        @Override
        public boolean asks(RecordType type) {
            return false;
        }

        @Override
        public byte[] toOurs(PartyId source, String call, byte[] message, Instant cameAt, ReceivedFiles files) {
            throw new UnsupportedOperationException("not a matter of this step");
        }
    }
}
