package org.tongqu.adapters.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.dialect.Soap.Operation;
import org.tongqu.adapters.dialect.Soap.Style;
import org.tongqu.adapters.dialect.Soap.Version;

class SoapTest {
    private static final String NS = "http://exchange.example/";
    private static final String OLD = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final Operation SEND = operation("send", "dataXml", List.of("dataXml"), "", Set.of());
    private static final Operation FOCUS = operation(
            "setDataXmlToFocus", "xml", List.of("deptCode", "xml", "tableName", "sIdentify"), "tableName", Set.of());
    private static final Operation WHOLE =
            new Operation("CASE", "", List.of(), "", Set.of("CASE"), Map.of(), "urn:case", "CASEResponse", "");

    static Stream<Arguments> services() {
        return Stream.of(Version.values()).flatMap(version -> Stream.of(Style.values())
                .flatMap(style -> Stream.of(true, false).flatMap(cdata -> Stream.of(true, false)
                        .map(qualified -> Arguments.of(service(version, style, qualified, cdata, ""))))));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aDocumentInAParameterIsReadAsItWasWritten(Soap soap) throws Untranslatable {
        String message = "<a>张三 &lt;&amp; ]]&gt; ]]>x\r\n\"</a>";
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("deptCode", "D]]>&1", "sIdentify", "密"));

        Requests.Content read = soap.read(soap.request(new Requests.Content("EX_GDBS_SL", message, parameters)));

        assertThat(read.call()).isEqualTo("EX_GDBS_SL");
        assertThat(read.message()).isEqualTo(message);
        assertThat(read.parameters())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("deptCode", "D]]>&1", "tableName", "EX_GDBS_SL", "sIdentify", "密"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aMessageThatIsTheElementItselfIsReadAsItWasWritten(Soap soap) throws Untranslatable {
        String message = "<CASE><no>1</no><item><code>甲</code></item><item><code>乙</code></item></CASE>";

        Requests.Content read = soap.read(soap.request(new Requests.Content("CASE", message, Map.of())));

        assertThat(read.message()).isEqualTo(message);
        assertThat(read.call()).isEqualTo("CASE");
    }

    @ParameterizedTest
    @MethodSource("services")
    void anAnswerAndAFaultAreHeardAsTheyWereSaid(Soap soap) {
        String result = "<RESULT><STATUS>1</STATUS><DESC>接收成功</DESC></RESULT>";

        assertThat(soap.heard(soap.answer("send", result), MessageFormat.XML)).isEqualTo(result);
        assertThat(soap.heard(soap.fault("Client", "工单 <号> 不存在"), MessageFormat.XML))
                .isEqualTo("<Fault><faultcode>Client</faultcode><faultstring>工单 &lt;号&gt; 不存在</faultstring></Fault>");
        assertThat(soap.heard(soap.fault("Server", "忙"), MessageFormat.JSON))
                .isEqualTo("{\"Fault\":{\"faultcode\":\"Server\",\"faultstring\":\"忙\"}}");
    }

    @Test
    void theDocumentSaysWhatItsCharsetIsAndAnyTypedClientFindsTheNames() {
        Soap soap = service(Version.V1_1, Style.ENCODED, false, true, "<?xml version=\"1.0\" encoding=\"gb2312\"?>");

        String request = soap.request(new Requests.Content("send", "<a>1</a>", Map.of()));

        assertThat(request)
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
                .contains("<ns:send xmlns:ns=\"http://exchange.example/\"")
                .contains("<dataXml xsi:type=\"xsd:string\">"
                        + "<![CDATA[<?xml version=\"1.0\" encoding=\"gb2312\"?><a>1</a>]]></dataXml>");
        assertThat(soap.headers("send")).containsEntry("SOAPAction", "\"urn:send\"");
        assertThat(soap.contentType("send")).isEqualTo("text/xml; charset=utf-8");
        assertThat(service(Version.V1_2, Style.DOCUMENT, true, false, "").contentType("send"))
                .isEqualTo("application/soap+xml; charset=utf-8; action=\"urn:send\"");
    }

    @Test
    void anAccountStandsInTheElementOfTheHeaderThatIsMeantForIt() throws Untranslatable {
        Soap soap = withHeader();

        String request = soap.request(new Requests.Content("send", "<a/>", Map.of("UserName", "u", "Password", "p<&")));

        assertThat(request).contains("<ns:Account xmlns:ns=\"" + NS + "\"><ns:UserName>u</ns:UserName>");
        assertThat(soap.read(request).parameters()).isEqualTo(Map.of("UserName", "u", "Password", "p<&"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html><body>登录</body></html> | soap-envelope",
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope> |"
                        + " soap-envelope",
                "<s:Envelope"
                        + " xmlns:s='http://other.example/'><s:Body><send><dataXml>x</dataXml></send></s:Body></s:Envelope>"
                        + " | soap-envelope",
                "<s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><drop><dataXml>x</dataXml></drop></s:Body></s:Envelope>"
                        + " | soap-operation",
                "<s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><send><other>x</other></send></s:Body></s:Envelope>"
                        + " | parameter",
                "<s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><send><dataXml>x</dataXml><dataXml>y</dataXml></send></s:Body></s:Envelope>"
                        + " | parameter",
                "<s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><send><dataXml>x</dataXml></send><send/></s:Body></s:Envelope>"
                        + " | soap-body",
                "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header><t"
                        + " s:mustUnderstand='1'/></s:Header><s:Body><send><dataXml>x</dataXml></send></s:Body></s:Envelope>"
                        + " | soap-must-understand",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><send><dataXml>&e;</dataXml></send></s:Body></s:Envelope>"
                        + " | xml",
                "<s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><send><dataXml>x</dataXml></send></s:Body></s:Envelope><again/>"
                        + " | xml"
            })
    void whatIsNoRequestOfThisServiceIsRefusedByName(String envelope, String rule) {
        Untranslatable refused = catchThrowableOfType(Untranslatable.class, () -> plain().read(envelope));

        assertThat(refused.errors()).hasSize(1);
        assertThat(refused.errors().get(0).rule()).isEqualTo(rule);
    }

    @Test
    void nestingBeyondTheLimitIsRefusedBeforeAnythingIsMadeOfIt() {
        String deep = "<a>".repeat(80) + "</a>".repeat(80);
        String envelope = "<s:Envelope xmlns:s='" + OLD + "'><s:Body><send><dataXml>" + deep
                + "</dataXml></send></s:Body></s:Envelope>";

        Untranslatable refused = catchThrowableOfType(Untranslatable.class, () -> plain().read(envelope));

        assertThat(refused.errors().get(0).rule()).isEqualTo("xml");
    }

    @Test
    void whereToReplyIsReadByNobody() throws Untranslatable {
        String envelope = "<s:Envelope xmlns:s='" + OLD + "' xmlns:w='http://www.w3.org/2005/08/addressing'><s:Header>"
                + "<w:Action>urn:other</w:Action><w:ReplyTo><w:Address>http://192.0.2.1/</w:Address></w:ReplyTo></s:Header>"
                + "<s:Body><send><dataXml>x</dataXml></send></s:Body></s:Envelope>";

        assertThat(plain().read(envelope)).isEqualTo(new Requests.Content("send", "x", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>接收成功</body></html>",
                "",
                "接收成功",
                "<s:Envelope"
                        + " xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><sendResponse/></s:Body></s:Envelope>"
            })
    void whatIsNoAnswerOfTheServiceSaysNothing(String answer) {
        assertThat(plain().heard(answer, MessageFormat.XML)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200,Client.NoSuchTicket,工单号不存在,REFUSED",
        "500,Client,工单号不存在,REFUSED",
        "200,Server,接收成功,AWAY",
        "500,Server.userException,接收成功,AWAY",
        "500,E-1,接收成功,AWAY",
        "500,Server,工单已接收,DUPLICATE"
    })
    void aFaultIsNeverConsent(int status, String code, String words, Outcome outcome) {
        AnswerClassifier rules = new AnswerClassifier(
                MessageFormat.XML,
                List.of(),
                List.of(
                        rule(Outcome.DUPLICATE, "Fault/faultcode", Set.of(), "已接收"),
                        rule(Outcome.OK, null, Set.of(), "接收成功"),
                        rule(Outcome.OK, "RESULT/STATUS", Set.of("1"), null)));

        AnswerClassifier.Meaning meaning = rules.classify(
                status, header -> "", plain().heard(plain().fault(code, words), MessageFormat.XML), pointer -> "");

        assertThat(meaning.outcome()).isEqualTo(outcome);
        assertThat(meaning.rule()).isPresent();
    }

    @Test
    void severalCallsOfOneOperationAreToldApartByTheRootOfTheDocument() throws Untranslatable {
        Operation both = operation("tell", "xml", List.of("xml"), "", Set.of("SL", "BJ"));
        Soap soap =
                new Soap(Version.V1_1, "/s", NS, Style.RPC, false, false, "", UTF_8, "", List.of(), List.of(both), "");

        assertThat(soap.read(soap.request(new Requests.Content("BJ", "<BJ><A>1</A></BJ>", Map.of())))
                        .call())
                .isEqualTo("BJ");
        Untranslatable refused = catchThrowableOfType(
                Untranslatable.class,
                () -> soap.read(soap.request(new Requests.Content("BJ", "<LQ><A>1</A></LQ>", Map.of()))));
        assertThat(refused.errors().get(0).rule()).isEqualTo("soap-operation");
    }

    @Test
    void theDescriptionNamesWhatIsCalledAndWhere() throws Untranslatable {
        SoapDescription made = new SoapDescription(withHeader(), List.of(SEND));

        String text = made.at("https://gateway.example/v1/parties/990100.hotline/services/exchange?a=1&b=2");

        MessageFormat.XML.read(text);
        assertThat(text)
                .contains(
                        "location=\"https://gateway.example/v1/parties/990100.hotline/services/exchange?a=1&amp;b=2\"")
                .contains("soapAction=\"urn:send\"")
                .contains("name=\"dataXml\"")
                .contains("<soap:header");
        Soap known = new Soap(
                Version.V1_1,
                "/s",
                NS,
                Style.RPC,
                false,
                false,
                "",
                UTF_8,
                "",
                List.of(),
                List.of(SEND),
                "<definitions><address location=\"{address}\"/></definitions>");
        assertThat(new SoapDescription(known, List.of(SEND)).at("http://h/\"<&'"))
                .isEqualTo("<definitions><address location=\"http://h/&quot;&lt;&amp;&apos;\"/></definitions>");
    }

    private static AnswerClassifier.Rule rule(
            Outcome outcome, @Nullable String field, Set<String> values, @Nullable String text) {
        return new AnswerClassifier.Rule(
                "dialect.yml:1", outcome, Set.of(), field == null ? null : FieldPath.of(field), values, text, Map.of());
    }

    private static Operation operation(
            String name, String message, List<String> parameters, String call, Set<String> calls) {
        return new Operation(
                name, message, parameters, call, calls, Map.of(), "urn:" + name, name + "Response", "return");
    }

    private static Soap plain() {
        return new Soap(
                Version.V1_1,
                "/services/exchange",
                NS,
                Style.DOCUMENT,
                false,
                false,
                "",
                UTF_8,
                "",
                List.of(),
                List.of(SEND),
                "");
    }

    private static Soap withHeader() {
        return new Soap(
                Version.V1_1,
                "/s",
                NS,
                Style.DOCUMENT,
                true,
                false,
                "",
                UTF_8,
                "Account",
                List.of("UserName", "Password"),
                List.of(SEND),
                "");
    }

    private static Soap service(Version version, Style style, boolean qualified, boolean cdata, String declaration) {
        return new Soap(
                version,
                "/s",
                NS,
                style,
                qualified,
                cdata,
                declaration,
                UTF_8,
                "",
                List.of(),
                List.of(SEND, FOCUS, WHOLE),
                "");
    }
}
