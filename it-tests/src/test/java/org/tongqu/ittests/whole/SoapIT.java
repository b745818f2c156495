package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.ittests.site.TlsFiles;
import org.tongqu.ittests.soap.CxfClient;
import org.tongqu.ittests.soap.SoapRecords;
import org.tongqu.ittests.soap.SoapSigner;
import org.tongqu.ittests.whole.SoapStrangers.Said;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.security.digest.Sm3;
import org.tongqu.security.key.CertificateAuthority;
import org.tongqu.security.key.PemFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The SOAP service of a whole gateway, called by clients of other makers, with and without signatures. */
@ExtendWith(SharedGateway.Extension.class)
class SoapIT {
    private static final String TYPE = "case.accepted";
    private static final PartyId DESK = new PartyId(SharedGateway.SOAP_DESK);
    private static final PartyId SIGNER = new PartyId(SharedGateway.SOAP_SIGNER);

    private static final PartyId CURVE = new PartyId(SharedGateway.SOAP_CURVE);
    private static final PartyId SHOWING = new PartyId(SharedGateway.SOAP_SHOWING);

    private final SharedGateway gateway;
    private final Clock clock = Clock.systemUTC();

    SoapIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void aRecordBySoapIsTheSameRecordAsByRest() throws Exception {
        ObjectNode record = accepted(DESK);

        Said first = SoapStrangers.node(wsdl(), "submit", request(record), password());
        Said again = SoapStrangers.php(wsdl(), "submit", request(record), DESK.value(), SharedGateway.SOAP_PASSWORD);
        Submission.Outcome sealed = gateway.submit(DESK.value(), StrictJson.write(record));

        assertThat(first.said().at("/answer/status").asInt()).isEqualTo(202);
        SealedText receipt = sealed(first.said().at("/answer/receipt"));
        gateway.site().gatewaySeals().verify(receipt.seal(), receipt.octets(), SealType.RECEIPT, DESK.value());
        assertThat(StrictJson.parse(receipt.payload()).path("recipients").get(0).asString())
                .isEqualTo(SIGNER.value());
        assertThat(again.said().at("/answer/status").asInt()).isEqualTo(200);
        assertThat(again.said().at("/answer/receipt/payload").asString()).isEqualTo(receipt.payload());
        assertThat(again.said().at("/answer/receipt/signature").asString())
                .isEqualTo(receipt.seal().signature());
        assertThat(sealed.status()).isEqualTo(200);
        assertThat(sealed.receipt().orElseThrow()).isEqualTo(StrictJson.parse(receipt.payload()));
    }

    @Test
    void whatIsWrongIsToldAsByRest() throws Exception {
        ObjectNode record = accepted(DESK);
        ((ObjectNode) record.path("data")).put("acceptedAt", "yesterday");

        Said refused = SoapStrangers.php(wsdl(), "submit", request(record), DESK.value(), SharedGateway.SOAP_PASSWORD);
        Submission.Outcome sealed = gateway.submit(DESK.value(), StrictJson.write(record));

        assertThat(refused.isAnswered()).isFalse();
        assertThat(refused.said().at("/problem/code").asString())
                .isEqualTo("SCHEMA_VIOLATION")
                .isEqualTo(sealed.code());
        JsonNode error = refused.said().at("/problem/errors/item");
        assertThat((error.isArray() ? error.get(0) : error).path("pointer").asString())
                .isEqualTo(
                        StrictJson.parse(sealed.text()).at("/errors/0/pointer").asString())
                .isEqualTo("/data/acceptedAt");
        assertThat(SoapStrangers.node(wsdl(), "submit", request(accepted(DESK)), "password", DESK.value(), "wrong")
                        .said()
                        .at("/problem/code")
                        .asString())
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
    }

    /** Each reads the description of the platform that it knows, with our address in it, and is understood: document, rpc, and a header. */
    @Test
    void aStrangerCallsByTheDescriptionOfThePlatformThatItKnows() throws Exception {
        String secret = SharedGateway.APP_SECRET;
        String ataf = known(SharedGateway.CITY_HOTLINE, "/services/exchange", "ExchangePortBinding");
        ObjectNode ticket = StrictJson.object().put("dataXml", CityHotlineIT.dispatched(gateway.freshId(), "请按期办理"));
        toldOnce(
                SoapStrangers.node(ataf, "send", ticket, "basic", "district", secret),
                SoapStrangers.php(ataf, "send", ticket, "district", secret));

        String zhuhai = known(FurtherPlatforms.DOCUMENTS, "/services/DataExchange", "DataExchangePort");
        ObjectNode parts = StrictJson.object()
                .put("deptCode", "990101")
                .put("xml", DocumentsIT.application("W-" + gateway.freshId(), "示范经营许可"))
                .put("tableName", "EX_GDBS_SB")
                .put("sIdentify", secret);
        ArrayNode inOrder = JsonNodeFactory.instance.arrayNode().addAll(parts.values());
        toldOnce(
                SoapStrangers.node(zhuhai, "setDataXmlToFocus", parts, "open"),
                SoapStrangers.php(zhuhai, "setDataXmlToFocus", inOrder, "", ""));

        String epoint = known(FurtherPlatforms.ASMX, "/ExchangeService.asmx", "ExchangeServiceSoap");
        ObjectNode document = StrictJson.object()
                .put("ValidateData", SharedGateway.API_KEY)
                .put("ParasXml", DocumentsIT.application("W-" + gateway.freshId(), "示范经营许可"));
        String tempuri = "http://tempuri.org/";
        String account = "{\"AccountHeader\":{\"UserName\":\"990101\",\"Password\":\"" + secret + "\"}}";
        toldOnce(
                SoapStrangers.node(epoint, "ExchangeData", document, "header", tempuri, account),
                SoapStrangers.php(epoint, "ExchangeData", document, "", "", tempuri, account));
        Said unknown =
                SoapStrangers.php(epoint, "ExchangeData", document, "", "", tempuri, account.replace(secret, "guess"));
        assertThat(unknown.said().toString()).contains("CHANNEL_NOT_AUTHENTIC");
    }

    private String known(String party, String path, String name) throws IOException {
        String address = gateway.addressFor(party) + path;
        assertThat(get(URI.create(address).getPath() + "?wsdl").text())
                .contains("name=\"" + name + "\"", "location=\"" + address + "\"");
        return address + "?wsdl";
    }

    private static void toldOnce(Said first, Said again) {
        assertThat(status(first)).isEqualTo("1");
        assertThat(status(again)).isEqualTo("2");
    }

    /** What is in the document that came back: npm's client has read it as more XML, PHP's has a text. */
    private static String status(Said said) {
        Matcher status = Pattern.compile("<STATUS>(\\d)</STATUS>|\"STATUS\":\"(\\d)\"")
                .matcher(said.said().path("answer").toString());
        assertThat(status.find()).as(said.toString()).isTrue();
        return status.group(1) == null ? status.group(2) : status.group(1);
    }

    @Test
    void whoSignsIsAnsweredSignedAndItsMessageCountsOnce() throws Exception {
        ObjectNode record = accepted(SIGNER);

        Said taken = SoapStrangers.node(wsdl(), "submit", request(record), signature());

        assertThat(taken.said().at("/answer/status").asInt())
                .as(taken.said().toString())
                .isEqualTo(202);
        assertThat(taken.said().path("verified").asInt()).isEqualTo(6);
        String replayed = post(taken.said().path("request").asString());
        assertThat(replayed).contains("<code>SEAL_INVALID</code>", "came before");
        String forged = post(taken.said().path("request").asString().replaceFirst("id>r-", "id>x-"));
        assertThat(forged).contains("<code>SEAL_INVALID</code>", "does not hold");
        Said again = SoapStrangers.node(wsdl(), "submit", request(record), signature());
        assertThat(again.said().at("/answer/status").asInt()).isEqualTo(200);
        assertThat(again.said().at("/answer/receipt")).isEqualTo(taken.said().at("/answer/receipt"));
    }

    @Test
    void cxfsOwnClientSignsAndVerifies() throws Exception {
        ObjectNode record = accepted(SIGNER);
        PrivateKey key = new PemFiles(new BouncyCastleProvider())
                .readPrivateKey(gateway.site().channelKey(SIGNER));
        X509Certificate answering = certificate(PartyId.gatewayOf(GeneratedSite.ID));

        String answer = CxfClient.call(wsdl(), SoapRecords.submit(record), key, certificate(SIGNER), answering);

        assertThat(answer).contains("<status>202</status>");
        assertThatThrownBy(() -> CxfClient.call(
                        wsdl(), SoapRecords.submit(record), key, certificate(SIGNER), certificate(CURVE)))
                .as("somebody else answers")
                .isInstanceOf(WebServiceException.class);
        record.put("type", "case.unheard-of");
        assertThatThrownBy(
                        () -> CxfClient.call(wsdl(), SoapRecords.submit(record), key, certificate(SIGNER), answering))
                .isInstanceOf(SOAPFaultException.class)
                .hasMessageContaining("Id used before with other content");
    }

    @Test
    void whoSignsOnACurveIsAnsweredToo() throws Exception {
        SoapSigner signer = SoapSigner.of(gateway.site(), CURVE, clock);
        X509Certificate answering = certificate(PartyId.gatewayOf(GeneratedSite.ID));

        String answer = post(signer.sign(SoapRecords.submit(accepted(CURVE))));

        assertThat(answer).contains("<status>202</status>");
        assertThat(SoapSigner.verified(answer, answering))
                .containsExactly("Action", "Body", "MessageID", "RelatesTo", "Timestamp", "To");
    }

    @Test
    void whoSignsWithAnotherKeyOrShowsAnothersCertificateIsNot() throws Exception {
        Instant now = clock.instant();
        CertificateAuthority somebody = CertificateAuthority.create(
                SealAlgorithm.ES256,
                "Somebody",
                now.minusSeconds(3_600),
                now.plusSeconds(3_600),
                new BouncyCastleProvider(),
                new SecureRandom());
        String operation = SoapRecords.submit(accepted(CURVE));

        assertThat(post(new SoapSigner(somebody.privateKey(), certificate(CURVE), clock).sign(operation)))
                .contains("<code>SEAL_INVALID</code>", "does not hold");
        assertThat(post(new SoapSigner(somebody.privateKey(), somebody.certificate(), clock).sign(operation)))
                .contains("<code>KEY_NOT_ACCEPTED</code>");
        assertThat(post(SoapSigner.of(gateway.site(), SIGNER, clock).sign(operation)))
                .contains("<code>PARTY_MISMATCH</code>");
        assertThat(post(SoapSigner.of(gateway.site(), CURVE, clock).sign(operation)))
                .contains("<status>202</status>");
    }

    @Test
    void aMessageThatComesTwentyTimesAtOnceIsTakenOnce() throws Exception {
        String message = SoapSigner.of(gateway.site(), CURVE, clock).sign(SoapRecords.submit(accepted(CURVE)));

        Callable<String> caller = () -> post(message);
        List<String> answers = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(20);
        try {
            for (Future<String> answer : callers.invokeAll(Collections.nCopies(20, caller))) {
                answers.add(answer.get());
            }
        } finally {
            callers.shutdown();
        }

        assertThat(answers)
                .filteredOn(answer -> answer.contains("<status>202</status>"))
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.contains("<code>SEAL_INVALID</code>") && answer.contains("came before"))
                .hasSize(19);
    }

    @Test
    void whoShowsThePartysCertificateIsTheParty(@TempDir Path folder) throws Exception {
        String mine = envelope(SoapRecords.submit(accepted(SHOWING)));
        TlsFiles tls = gateway.platforms().tls();
        TlsFiles others = TlsFiles.make(folder, "soap");

        assertThat(postOverTls(tls.context("neighbour"), mine)).contains("<code>CHANNEL_NOT_AUTHENTIC</code>");
        assertThat(postOverTls(tls.context(null), mine)).contains("<code>CHANNEL_NOT_AUTHENTIC</code>");
        assertThat(post(mine)).contains("<code>CHANNEL_NOT_AUTHENTIC</code>");
        assertThatThrownBy(() -> postOverTls(others.context("soap", tls.authority()), mine))
                .isInstanceOf(IOException.class);
        assertThat(postOverTls(tls.context("soap"), envelope(SoapRecords.submit(accepted(DESK)))))
                .contains("<code>PARTY_MISMATCH</code>");
        assertThat(postOverTls(tls.context("soap"), mine)).contains("<status>202</status>");
    }

    private String postOverTls(SSLContext connections, String message) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(connections)
                .build();
        URI address = URI.create("https://127.0.0.1:" + gateway.platforms().tlsPort() + "/soap/exchange");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "text/xml")
                .timeout(Duration.ofSeconds(40))
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String envelope(String operation) {
        return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + operation
                + "</s:Body></s:Envelope>";
    }

    private X509Certificate certificate(PartyId party) {
        return new PemFiles(new BouncyCastleProvider())
                .readCertificates(gateway.site().channelCertificate(party))
                .get(0);
    }

    @Test
    void whatOneSendsTheOtherReceivesAndAcknowledges() throws Exception {
        ObjectNode record = accepted(SIGNER);
        SoapStrangers.node(wsdl(), "submit", request(record), signature());

        String delivery = acknowledged(record.path("id").asString());

        JsonNode state = gateway.delivery(SIGNER.value(), record.path("id").asString(), DESK.value());
        assertThat(state.path("state").asString()).isEqualTo("DELIVERED");
        assertThat(state.path("delivery").asString()).isEqualTo(delivery);
    }

    /** Receives until this record comes, and answers it as PHP's client does; what other tests sent is answered too. */
    private String acknowledged(String id) throws Exception {
        for (int i = 0; i < 20; i++) {
            Said received = SoapStrangers.php(
                    wsdl(),
                    "receive",
                    StrictJson.object().put("max", 1).put("wait", 5),
                    DESK.value(),
                    SharedGateway.SOAP_PASSWORD);
            JsonNode offered = received.said().at("/answer/delivery/0");
            String payload = offered.at("/content/payload").asString();
            SealHeader header = SealHeader.read(new Seal(
                    offered.at("/content/protected").asString(),
                    offered.at("/content/signature").asString()));
            assertThat(header.att()).isEqualTo("channel");
            assertThat(offered.at("/record/id").asString())
                    .isEqualTo(StrictJson.parse(payload).path("id").asString());
            ObjectNode receipts = StrictJson.object();
            receipts.putArray("receipt")
                    .addObject()
                    .put("delivery", offered.path("delivery").asString())
                    .put("outcome", "DELIVERED")
                    .put("digest", digest(payload));
            Said recorded =
                    SoapStrangers.php(wsdl(), "acknowledge", receipts, DESK.value(), SharedGateway.SOAP_PASSWORD);
            assertThat(recorded.said().at("/answer/result/0/code").asString()).isEqualTo("RECORDED");
            if (offered.at("/record/id").asString().equals(id)) {
                return offered.path("delivery").asString();
            }
        }
        throw new AssertionError("the record " + id + " did not come");
    }

    @Test
    void aBatchIsAnsweredItemByItem() throws Exception {
        ObjectNode wrong = accepted(DESK);
        wrong.put("source", "/parties/" + SIGNER);
        ObjectNode batch = StrictJson.object();
        batch.putArray("record")
                .add(request(accepted(DESK)).path("record"))
                .add(request(wrong).path("record"));

        Said answer = SoapStrangers.node(wsdl(), "submitBatch", batch, password());

        assertThat(answer.said().at("/answer/result/0/status").asInt()).isEqualTo(202);
        assertThat(answer.said().at("/answer/result/1/status").asInt()).isEqualTo(401);
        assertThat(answer.said().at("/answer/result/1/problem/code").asString()).isEqualTo("PARTY_MISMATCH");
    }

    @Test
    void aQuestionIsAnsweredByWhoKnowsIfARuleAllowsIt() throws Exception {
        ObjectNode about = StrictJson.object().put("caseNo", "C-1").put("queryPassword", "734219");
        JsonNode certificate = Schemas.shipped()
                .query("certificate.verify")
                .orElseThrow()
                .question()
                .example();

        Said answer = SoapStrangers.node(wsdl(), "query", request(question("case.progress", about)), password());
        Said refused = SoapStrangers.php(
                wsdl(),
                "query",
                request(question("certificate.verify", certificate)),
                DESK.value(),
                SharedGateway.SOAP_PASSWORD);

        SealedText sealed = sealed(answer.said().at("/answer/answer"));
        gateway.site().gatewaySeals().verify(sealed.seal(), sealed.octets(), SealType.ANSWER, DESK.value());
        assertThat(sealed.payload()).contains("\"stateText\":\"办理中\"");
        assertThat(answer.said().at("/answer/result/0/case.progress/stateText").asString())
                .isEqualTo("办理中");
        assertThat(refused.said().at("/problem/code").asString()).isEqualTo("NO_RULE");
    }

    private ObjectNode question(String type, JsonNode data) {
        ObjectNode question = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", gateway.freshId())
                .put("source", "/parties/" + DESK)
                .put("type", type)
                .put("subject", "C-1")
                .put("time", "2026-03-02T01:00:00.000Z")
                .put("purpose", "查进度");
        question.set("data", data);
        return question;
    }

    @Test
    void itIsNotOnTheOperatorsPortAndNothingElseIsOnTheParties() throws IOException {
        assertThat(gateway.admin("/soap/exchange?wsdl").status()).isEqualTo(404);
        for (String path : List.of("/soap", "/soap/", "/soap/services", "/soap/exchange?_wadl")) {
            assertThat(get(path).status()).as(path).isIn(404, 405);
        }
        assertThat(get("/soap/exchange?wsdl").text()).contains("ExchangeService");
    }

    /** A valid record in the one form that the gateway makes of XML: members in the order of the schema. */
    private ObjectNode accepted(PartyId sender) {
        String id = gateway.freshId();
        RecordSchema schema = Schemas.shipped().find(TYPE).orElseThrow();
        ObjectNode data = (ObjectNode) ordered(schema.example(), schema.document());
        data.put(schema.subjectPointer().substring(1), "SOAP-" + id);
        ObjectNode record = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/parties/" + sender)
                .put("type", TYPE)
                .put("subject", "SOAP-" + id)
                .put("time", "2026-03-02T01:15:00.000Z");
        record.set("data", data);
        return record;
    }

    private static JsonNode ordered(JsonNode value, JsonNode schema) {
        if (value.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> list.add(ordered(item, schema.path("items"))));
            return list;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode object = StrictJson.object();
        schema.path("properties").forEachEntry((name, member) -> {
            if (value.has(name)) {
                object.set(name, ordered(value.get(name), member));
            }
        });
        return object;
    }

    /** The record as the clients want it: in {@code data} an element by the name of the type, lists as items. */
    private static ObjectNode request(ObjectNode record) {
        ObjectNode copy = record.deepCopy();
        ObjectNode data = StrictJson.object();
        data.set(record.path("type").asString(), items(record.path("data")));
        copy.set("data", data);
        ObjectNode request = StrictJson.object();
        request.set("record", copy);
        return request;
    }

    private static JsonNode items(JsonNode node) {
        if (node.isArray()) {
            ObjectNode list = StrictJson.object();
            ArrayNode items = list.putArray("item");
            node.forEach(item -> items.add(items(item)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = StrictJson.object();
            node.properties().forEach(member -> object.set(member.getKey(), items(member.getValue())));
            return object;
        }
        return node;
    }

    private SealedText sealed(JsonNode receipt) {
        return new SealedText(
                new String(Base64.getDecoder().decode(receipt.path("payload").asString()), StandardCharsets.UTF_8),
                new Seal(
                        receipt.path("protected").asString(),
                        receipt.path("signature").asString()));
    }

    private static String digest(String payload) {
        return new Sm3().sm3(payload.getBytes(StandardCharsets.UTF_8)).value();
    }

    private String[] password() {
        return new String[] {"password", DESK.value(), SharedGateway.SOAP_PASSWORD};
    }

    private String[] signature() {
        GeneratedSite site = gateway.site();
        return new String[] {
            "sign",
            site.channelKey(SIGNER).toString(),
            site.channelCertificate(SIGNER).toString(),
            GeneratedSite.ID,
            site.channelCertificate(PartyId.gatewayOf(GeneratedSite.ID)).toString()
        };
    }

    private String wsdl() {
        return "http://127.0.0.1:" + gateway.site().port() + "/soap/exchange?wsdl";
    }

    private String post(String message) throws IOException {
        try (HttpConnection connection = new HttpConnection(gateway.site().port(), Duration.ofSeconds(40))) {
            return connection
                    .exchange(
                            "POST",
                            "/soap/exchange",
                            Map.of("Content-Type", "text/xml"),
                            message.getBytes(StandardCharsets.UTF_8))
                    .text();
        }
    }

    private HttpMessage get(String path) throws IOException {
        try (HttpConnection connection = new HttpConnection(gateway.site().port(), Duration.ofSeconds(40))) {
            return connection.exchange("GET", path, Map.of(), new byte[0]);
        }
    }
}
