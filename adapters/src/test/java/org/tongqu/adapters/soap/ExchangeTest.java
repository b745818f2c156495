package org.tongqu.adapters.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.tongqu.adapters.rest.BodyBudget;
import org.tongqu.record.Digest;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Inbox.Offer;
import org.tongqu.record.port.Inbox.ReceiptResult;
import org.tongqu.record.port.Intake.AttestedRecord;
import org.tongqu.record.port.Intake.ItemResult;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.node.ObjectNode;

class ExchangeTest {
    private static final DeliveryId DELIVERY = new DeliveryId("3f1c0a5e9b7d4c2e8a6f1b0d9c8e7a65");
    private static final ObjectNode RECORD = Messages.json(SoapWorld.WINDOW, "r-1");

    private final SoapWorld world = new SoapWorld();

    @Test
    void aRecordIsTakenWithWhatCameAndAnsweredWithTheSealedReceipt() {
        String message = Messages.known(Messages.submit(RECORD));

        String answer = world.call(message);

        assertThat(answer).contains("<status>202</status>");
        assertThat(payload(answer)).isEqualTo(SoapWorld.RECEIPT.payload());
        AttestedRecord taken = world.submitted.get(0);
        assertThat(taken.party()).isEqualTo(SoapWorld.WINDOW);
        assertThat(taken.octets()).isEqualTo(StrictJson.write(RECORD));
        assertThat(taken.message().dialect()).isEqualTo("soap submit");
        assertThat(new String(taken.message().octets(), StandardCharsets.UTF_8))
                .contains("<id>r-1</id>", "<o:Password></o:Password>");

        world.answer = record -> new Receipt(SoapWorld.RECEIPT, true);
        assertThat(world.call(message)).isEqualTo(answer.replace("202", "200"));
    }

    @Test
    void whoUsesHttpBasicOrShowsACertificateIsKnownToo() {
        String message = Messages.envelope("", Messages.submit(RECORD));
        String pair = SoapWorld.WINDOW + ":" + SoapWorld.PASSWORD;

        assertThat(world.call(
                        message,
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))))
                .contains("<status>202</status>");

        MockHttpServletRequest request = new MockHttpServletRequest("POST", SoapGuard.PATH);
        request.setAttribute(
                "jakarta.servlet.request.X509Certificate", new X509Certificate[] {SoapWorld.STRANGER.certificate()});
        assertThat(world.call(message, request)).contains("<status>202</status>");
        assertThat(world.submitted)
                .extracting(AttestedRecord::party)
                .containsExactly(SoapWorld.WINDOW, SoapWorld.SHOWING);
    }

    @ParameterizedTest
    @CsvSource({
        "990101.window, wrong",
        "990101.window, ''",
        "990101.signer, a password & more",
        "990101.silent, a password & more",
        "990101.nobody, a password & more",
        "nobody, a password & more",
        "990101.showing, a password & more"
    })
    void whoDoesNotShowWhoItIsIsToldTheSame(String user, String password) {
        String token = Messages.token(SoapWorld.WINDOW, password).replace("990101.window", user);

        String answer = world.call(Messages.envelope(token, Messages.submit(RECORD)));

        assertThat(answer)
                .contains(
                        "<faultcode>soap:Client</faultcode>",
                        "<code>CHANNEL_NOT_AUTHENTIC</code>",
                        "<status>401</status>")
                .isEqualTo(world.call(Messages.envelope("", Messages.submit(RECORD))));
        assertThat(world.submitted).isEmpty();
    }

    @Test
    void whoFailsTooOftenRests() {
        String wrong = Messages.envelope(Messages.token(SoapWorld.WINDOW, "wrong"), Messages.submit(RECORD));
        Exchange exchange = world.exchange();
        SoapMessage message = MessageScan.scan(wrong.getBytes(StandardCharsets.UTF_8));
        String last = "";
        for (int i = 0; i < 21; i++) {
            last = new String(
                    exchange.answer(message, new MockHttpServletRequest(), world.budget.share())
                            .octets(),
                    StandardCharsets.UTF_8);
        }
        assertThat(last).contains("<code>TOO_FAST</code>");
    }

    @Test
    void whoMakesUpNamesRestsToo() {
        Exchange exchange = world.exchange();
        String last = "";
        for (int i = 0; i < 21; i++) {
            String token = Messages.token(SoapWorld.WINDOW, "wrong").replace("990101.window", "990101.made-up-" + i);
            byte[] octets = Messages.envelope(token, Messages.submit(RECORD)).getBytes(StandardCharsets.UTF_8);
            last = new String(
                    exchange.answer(MessageScan.scan(octets), new MockHttpServletRequest(), world.budget.share())
                            .octets(),
                    StandardCharsets.UTF_8);
        }
        assertThat(last).contains("<code>TOO_FAST</code>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<e:Max>1</e:Max>", "<max xmlns='urn:other'>1</max>", "<e:max>1</e:max><e:max>2</e:max>", "text"
            })
    void whatTheContractDoesNotStateIsRefusedBeforeAnythingIsLeased(String inside) {
        String receive = "<e:receive xmlns:e=\"" + Namespaces.EXCHANGE + "\">" + inside + "</e:receive>";

        assertThat(world.call(Messages.known(receive))).contains("<code>MALFORMED</code>");
    }

    @Test
    void aPasswordThatOthersCouldReadShowsNothingUnlessTheSiteAnswersForTheWay() throws Exception {
        String token = Messages.known(Messages.submit(RECORD));
        String pair = SoapWorld.WINDOW + ":" + SoapWorld.PASSWORD;
        MockHttpServletRequest basic = from("192.0.2.7");
        basic.addHeader(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        MockHttpServletRequest pretending = from("192.0.2.7");
        pretending.addHeader("X-Forwarded-Proto", "https");
        MockHttpServletRequest secure = from("192.0.2.7");
        secure.setSecure(true);

        assertThat(world.call(token, from("192.0.2.7")))
                .contains("<code>CHANNEL_NOT_AUTHENTIC</code>", "口令只经 TLS 接收", "use https://")
                .isEqualTo(world.call(Messages.envelope("", Messages.submit(RECORD)), basic))
                .isEqualTo(world.call(token, pretending));
        assertThat(world.submitted).isEmpty();

        assertThat(world.call(token, secure)).contains("<status>202</status>");
        assertThat(world.call(token, from("::1"))).contains("<status>202</status>");
        world.trusted = Set.of(InetAddress.getByName("192.0.2.7"));
        assertThat(world.call(token, from("192.0.2.7"))).contains("<status>202</status>");
        assertThat(world.call(token, from("192.0.2.8"))).contains("<code>CHANNEL_NOT_AUTHENTIC</code>");
    }

    @Test
    void whatCannotBeGuessedMakesNobodyRest() {
        Exchange exchange = world.exchange();
        SoapMessage wrong =
                MessageScan.scan(Messages.envelope("", Messages.submit(RECORD)).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 21; i++) {
            exchange.answer(wrong, new MockHttpServletRequest(), world.budget.share());
        }
        MockHttpServletRequest showing = new MockHttpServletRequest();
        showing.setAttribute(
                "jakarta.servlet.request.X509Certificate", new X509Certificate[] {SoapWorld.STRANGER.certificate()});

        assertThat(new String(
                        exchange.answer(wrong, showing, world.budget.share()).octets(), StandardCharsets.UTF_8))
                .contains("<status>202</status>");
    }

    private static MockHttpServletRequest from(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", SoapGuard.PATH);
        request.setRemoteAddr(address);
        return request;
    }

    @Test
    void whatTheRoadRefusesIsAFaultWithPointersInBothLanguages() {
        world.answer = record -> {
            throw new Rejection(
                    ProblemCode.SCHEMA_VIOLATION,
                    "The data breaks the schema; see errors.",
                    List.of(new FieldError("/data/caseNo", "type", "必须为字符串", "must be a string")));
        };

        assertThat(world.call(Messages.known(Messages.submit(RECORD))))
                .contains(
                        "<faultcode>soap:Client</faultcode>",
                        "数据不符合规范 · Data breaks the schema",
                        "<problem xmlns=\"urn:tongqu:exchange:1\">",
                        "<code>SCHEMA_VIOLATION</code>",
                        "<errors><item><pointer>/data/caseNo</pointer><rule>type</rule><message><zh>必须为字符串</zh>"
                                + "<en>must be a string</en></message></item></errors>");
        world.answer = record -> {
            throw new LedgerUnavailable("gone", new IllegalStateException("secret words"));
        };
        assertThat(world.call(Messages.known(Messages.submit(RECORD))))
                .contains("<faultcode>soap:Server</faultcode>", "<code>UNAVAILABLE</code>")
                .doesNotContain("secret words");
        world.answer = record -> {
            throw new IllegalStateException("secret words");
        };
        assertThat(world.call(Messages.known(Messages.submit(RECORD))))
                .contains("<code>INTERNAL</code>", "incident-1")
                .doesNotContain("secret words", "Exception");
    }

    @Test
    void soap12HasFaultsOfItsOwnForm() {
        String message = Messages.envelope(SoapVersion.V12, "", Messages.submit(RECORD));
        SoapMessage scanned = MessageScan.scan(message.getBytes(StandardCharsets.UTF_8));

        Exchange.Answer answer = world.exchange().answer(scanned, new MockHttpServletRequest(), world.budget.share());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(new String(answer.octets(), StandardCharsets.UTF_8))
                .contains("<soap:Value>soap:Sender</soap:Value>", "<code>CHANNEL_NOT_AUTHENTIC</code>");
    }

    @Test
    void nothingIsTakenWhileIntakeIsClosed() {
        world.closed = Optional.of(
                Rejection.later(ProblemCode.UNAVAILABLE, "The disk is nearly full.", Duration.ofSeconds(5)));

        SoapMessage message =
                MessageScan.scan(Messages.known(Messages.submit(RECORD)).getBytes(StandardCharsets.UTF_8));
        Exchange.Answer answer = world.exchange().answer(message, new MockHttpServletRequest(), world.budget.share());
        assertThat(answer.retryAfter()).hasSeconds(5);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(world.submitted).isEmpty();
    }

    @Test
    void aBatchIsAnsweredItemByItem() {
        world.batchAnswer = items -> List.of(
                new ItemResult.Taken(new Receipt(SoapWorld.RECEIPT, false)),
                new ItemResult.Refused(new Rejection(ProblemCode.NO_RULE, "No rule.")));

        String answer = world.call(Messages.known(Messages.submit(RECORD, Messages.json(SoapWorld.WINDOW, "r-2"))));

        assertThat(answer)
                .contains("<result><status>202</status><receipt>", "<result><status>403</status><problem><type>")
                .contains("<code>NO_RULE</code>");
        assertThat(world.batches.get(0))
                .extracting(item -> StrictJson.parse(item.octets()).path("id").stringValue())
                .containsExactly("r-1", "r-2");
        assertThat(world.kept.keySet()).hasSize(1);
        assertThat(world.batches.get(0))
                .extracting(item -> item.message().dialect() + " "
                        + new String(item.message().octets(), StandardCharsets.UTF_8))
                .containsOnly("soap submitBatch " + world.kept.firstKey());
        assertThat(world.kept.firstEntry().getValue())
                .startsWith("990101.window soap submitBatch <")
                .contains("<id>r-2</id>")
                .doesNotContain(SoapWorld.PASSWORD);
    }

    /** However large, since it is kept once. */
    @Test
    void aBatchMayHaveAsManyRecordsAsOneOverRest() {
        ObjectNode[] records = IntStream.range(0, 400)
                .mapToObj(i -> Messages.json(SoapWorld.WINDOW, "r-" + i))
                .toArray(ObjectNode[]::new);

        String answer = world.call(Messages.known(Messages.submit(records)));

        assertThat(answer).contains("<status>202</status>").doesNotContain("TOO_LARGE");
        assertThat(world.kept).hasSize(1);
    }

    @Test
    void aMessageOfWhichNothingWasMadeIsForgotten() {
        world.batchAnswer = items -> List.of(
                new ItemResult.Taken(new Receipt(SoapWorld.RECEIPT, true)),
                new ItemResult.Refused(new Rejection(ProblemCode.NO_RULE, "No rule.")));
        world.call(Messages.known(Messages.submit(RECORD, Messages.json(SoapWorld.WINDOW, "r-2"))));
        assertThat(world.batches).hasSize(1);
        assertThat(world.kept).isEmpty();

        world.results = List.of(new ReceiptResult(DELIVERY.value(), 404, "NOT_YOURS"));
        world.call(Messages.known(
                operation("acknowledge", "<receipt><delivery>" + DELIVERY.value() + "</delivery></receipt>")));
        assertThat(world.receipts).hasSize(1);
        assertThat(world.kept).isEmpty();
    }

    @Test
    void aBatchOfWhichOneIsOfNoFormIsRefusedWhole() {
        String batch = Messages.submit(RECORD, Messages.json(SoapWorld.WINDOW, "r-2"))
                .replace("<id>r-2</id>", "<id>r-2</id><id>r-3</id>");

        assertThat(world.call(Messages.known(batch)))
                .contains("<code>MALFORMED</code>", "<pointer>/1/id</pointer><rule>twice</rule>");
        assertThat(world.batches).isEmpty();
    }

    @Test
    void whatWaitsIsReceivedSealedAndAsElements() {
        byte[] body = StrictJson.write(RECORD);
        world.offers =
                List.of(new Offer(DELIVERY, 2, SoapWorld.NOON, new SealedBody(body, SoapWorld.SEAL, SoapWorld.SEAL)));

        String answer = world.call(Messages.known(operation("receive", "<max>7</max><wait>1</wait><lease>20</lease>")));

        assertThat(world.taken).isEqualTo("990101.window 7 1048576 PT1S PT20S");
        assertThat(answer)
                .contains(
                        "<delivery><delivery>" + DELIVERY.value() + "</delivery><attempt>2</attempt><leaseUntil>"
                                + "2026-03-02T04:00:00.000Z</leaseUntil><content><payload>",
                        "<senderSeal><protected>",
                        "<record><specversion>1.0</specversion>",
                        "<data><case.accepted>");
        assertThat(payload(answer)).isEqualTo(new String(body, StandardCharsets.UTF_8));
        assertThat(world.call(Messages.known(operation("receive", "<max>501</max><lease>1</lease>"))))
                .contains("<pointer>/max</pointer><rule>range</rule>", "<pointer>/lease</pointer>");
    }

    @Test
    void noMoreIsToldThanThereIsRoomFor() {
        byte[] body = StrictJson.write(RECORD);
        Offer offer = new Offer(DELIVERY, 1, SoapWorld.NOON, new SealedBody(body, SoapWorld.SEAL, null));
        world.offers = List.of(offer, offer, offer);
        world.found = new SealedText("{\"results\":[{\"caseNo\":\"A-1\"}]}", SoapWorld.SEAL);
        String receive = Messages.known(operation("receive", ""));
        long one = 32L * new String(body, StandardCharsets.UTF_8).length();
        try (BodyBudget.Share others = world.budget.share()) {
            others.add(SoapWorld.BUDGET - 2 * one);

            assertThat(world.call(receive).split("<attempt>", -1))
                    .as("two of three")
                    .hasSize(3);
            others.add(one + 1);
            assertThat(world.call(receive))
                    .contains("<code>TOO_FAST</code>", "comes again at the end of its lease")
                    .doesNotContain("<delivery>");
            others.add(one - 1);
            assertThat(world.call(Messages.known(Messages.operation(
                            "query",
                            Messages.json(
                                    SoapWorld.WINDOW,
                                    "q-1",
                                    "case.progress",
                                    StrictJson.object().put("caseNo", "A-1"))))))
                    .contains("<code>TOO_FAST</code>", "ask again under the same id");
        }
        assertThat(world.call(receive).split("<attempt>", -1))
                .as("all of three")
                .hasSize(4);
    }

    @Test
    void aRecordThatXmlCannotSayIsReceivedSealedOnly() {
        byte[] body = StrictJson.write(Messages.json(SoapWorld.WINDOW, "r-1").put("correlation", "\u0001\uFFFE"));
        world.offers = List.of(new Offer(DELIVERY, 1, SoapWorld.NOON, new SealedBody(body, SoapWorld.SEAL, null)));

        String answer = world.call(Messages.known(operation("receive", "")));

        assertThat(payload(answer)).isEqualTo(new String(body, StandardCharsets.UTF_8));
        assertThat(answer).doesNotContain("<record>", "senderSeal");
    }

    @Test
    void receiptsAreHandedInAsElements() {
        world.results = List.of(new ReceiptResult(DELIVERY.value(), 200, "RECORDED"));
        String digest = new Digest("sm3:" + "7c".repeat(32)).value();

        String answer = world.call(Messages.known(operation(
                "acknowledge",
                "<receipt><delivery>" + DELIVERY.value() + "</delivery><outcome>DELIVERED</outcome><digest>" + digest
                        + "</digest></receipt>")));

        assertThat(answer)
                .contains("<result><delivery>" + DELIVERY.value()
                        + "</delivery><status>200</status><code>RECORDED</code></result>");
        assertThat(world.receipts.get(0))
                .containsExactly("990101.window {\"delivery\":\"" + DELIVERY.value()
                        + "\",\"outcome\":\"DELIVERED\",\"digest\":\"" + digest + "\",\"message\":\""
                        + world.kept.firstKey() + "\"}");
        assertThat(world.kept.firstEntry().getValue())
                .startsWith("990101.window soap acknowledge <")
                .contains("<outcome>DELIVERED</outcome>");
    }

    @Test
    void aQuestionIsAnsweredSealedAndAsElements() {
        world.found = new SealedText("{\"results\":[{\"caseNo\":\"A-1\",\"stateText\":\"办理中\"}]}", SoapWorld.SEAL);
        ObjectNode question = Messages.json(
                SoapWorld.WINDOW, "q-1", "case.progress", StrictJson.object().put("caseNo", "A-1"));

        String answer = world.call(Messages.known(Messages.operation("query", question)));

        assertThat(answer)
                .contains(
                        "<result><case.progress><caseNo>A-1</caseNo><stateText>办理中</stateText></case.progress></result>");
        assertThat(payload(answer)).isEqualTo(world.found.payload());
        assertThat(world.asked.get(0))
                .startsWith("990101.window case.progress {\"specversion\":\"1.0\",\"id\":\"q-1\"");
        assertThat(world.said.dialect()).isEqualTo("soap query");
        assertThat(new String(world.said.octets(), StandardCharsets.UTF_8))
                .contains("<id>q-1</id>")
                .doesNotContain(SoapWorld.PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"submit", "submitBatch", "receive", "acknowledge", "query", "drop"})
    void neitherSoapActionNorAddressingChoosesTheOperation(String action) {
        String header = Messages.token(SoapWorld.WINDOW, SoapWorld.PASSWORD) + "<a:Action xmlns:a=\""
                + Namespaces.ADDRESSING + "\">urn:tongqu:exchange:1:" + action + "</a:Action>";

        world.call(
                Messages.envelope(header, operation("receive", "")), "SOAPAction", "urn:tongqu:exchange:1:" + action);

        assertThat(world.taken).isEqualTo("990101.window 50 1048576 PT0S PT1M");
        assertThat(world.submitted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReplyTo", "FaultTo"})
    void anAnswerGoesNowhereElse(String name) {
        String header = "<a:" + name + " xmlns:a=\"" + Namespaces.ADDRESSING
                + "\"><a:Address>http://127.0.0.1:9/</a:Address></a:" + name + ">";

        assertThat(world.call(Messages.envelope(
                        Messages.token(SoapWorld.WINDOW, SoapWorld.PASSWORD) + header, Messages.submit(RECORD))))
                .contains("<code>MALFORMED</code>", "same connection");
        assertThat(world.submitted).isEmpty();
        assertThat(world.call(Messages.envelope(
                        Messages.token(SoapWorld.WINDOW, SoapWorld.PASSWORD)
                                + header.replace("http://127.0.0.1:9/", Namespaces.ADDRESSING + "/anonymous"),
                        Messages.submit(RECORD))))
                .contains("<status>202</status>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<submit xmlns='urn:other'/>",
                "<drop xmlns='urn:tongqu:exchange:1'/>",
                "<submit xmlns='urn:tongqu:exchange:1'/>",
                "<submit xmlns='urn:tongqu:exchange:1'><record/><record/></submit>",
                "<submit xmlns='urn:tongqu:exchange:1'><record/>text</submit>",
                "<receive xmlns='urn:tongqu:exchange:1'/><submit xmlns='urn:tongqu:exchange:1'/>",
                ""
            })
    void anOperationThatTheContractDoesNotHaveIsRefused(String body) {
        assertThat(world.call(Messages.known(body))).containsPattern("<code>(MALFORMED|NOT_FOUND)</code>");
        assertThat(world.submitted).isEmpty();
    }

    private static String operation(String name, String inside) {
        return "<" + name + " xmlns=\"" + Namespaces.EXCHANGE + "\">" + inside + "</" + name + ">";
    }

    private static String payload(String answer) {
        int from = answer.indexOf("<payload>") + "<payload>".length();
        return new String(
                Base64.getDecoder().decode(answer.substring(from, answer.indexOf("</payload>"))),
                StandardCharsets.UTF_8);
    }
}
