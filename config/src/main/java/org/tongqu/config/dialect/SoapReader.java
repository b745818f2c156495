package org.tongqu.config.dialect;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.tongqu.adapters.auth.AuthScheme;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Soap;
import org.tongqu.adapters.dialect.Soap.Operation;
import org.tongqu.adapters.dialect.Soap.Style;
import org.tongqu.adapters.dialect.Soap.Version;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;

/** Reads the service of SOAP in whose envelopes a family's messages go. */
final class SoapReader {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_.-]{0,79}";
    private static final String ACTION = "[ !#-~]{0,300}";

    private final Problems problems;

    SoapReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * The service.
     *
     * @param charset of the family's messages
     * @param known the description that its callers know; one that is another dialect's counts only if it fits this service
     */
    Optional<Soap> read(YamlMap map, String charset, DialectFolder.Known known) {
        Optional<Placed<String>> path = map.requiredText("path")
                .flatMap(text -> text.as(WireReader::path, "以 / 开头的路径 / a path with / in front", problems));
        Optional<Placed<String>> namespace = map.requiredText("namespace")
                .flatMap(text -> text.as(
                        value -> matching(value, "[!#-;=?-~]{1,300}"), "命名空间 URI / the URI of a namespace", problems));
        Version version = as(map, "version", SoapReader::version, "1.1, 1.2", Version.V1_1);
        Style style = as(
                map,
                "style",
                word -> Style.valueOf(word.toUpperCase(Locale.ROOT)),
                "document, rpc, encoded",
                Style.DOCUMENT);
        boolean isQualified = as(map, "qualified", WireReader::flag, "yes, no", style == Style.DOCUMENT);
        boolean isCdata = as(map, "text", SoapReader::cdata, "escaped, cdata", false);
        String declaration =
                as(map, "declaration", word -> declaration(word, charset), "yes, no, utf-8, gb2312, gbk, gb18030", "");
        Charset own = as(map, "charset", Charset::forName, "utf-8, gb2312, gbk, gb18030", Charset.forName(charset));
        if (!own.equals(StandardCharsets.UTF_8) && !own.equals(Charset.forName(charset))) {
            problems.add(
                    map.placeOf("charset"),
                    "信封的编码须为 utf-8 或报文的编码 / envelopes are in utf-8, or in the charset of the messages",
                    "写 charset: utf-8 / write charset: utf-8");
        }
        Optional<YamlMap> header = map.map("header");
        String headerName =
                header.flatMap(named -> name(named, "name")).map(Placed::value).orElse("");
        List<String> inHeader =
                header.map(named -> values(named.requiredTexts("parameters"))).orElse(List.of());
        header.ifPresent(YamlMap::refuseUnknown);
        List<Operation> operations = new ArrayList<>();
        map.requiredMap("operations").ifPresent(named -> named.names()
                .forEach(name ->
                        named.map(name).flatMap(one -> operation(name, one)).ifPresent(operations::add)));
        if (path.isEmpty() || namespace.isEmpty() || operations.isEmpty()) {
            return Optional.empty();
        }
        Soap made = new Soap(
                version,
                path.get().value(),
                namespace.get().value(),
                style,
                isQualified,
                isCdata,
                declaration,
                own,
                headerName,
                inHeader,
                operations,
                "");
        return Optional.of(described(made, known));
    }

    private Soap described(Soap made, DialectFolder.Known known) {
        Soap described = made.describedBy(known.text());
        List<String> differences = problems.isEmpty() ? KnownService.differences(described) : List.of();
        if (!differences.isEmpty() && !known.isOwn()) {
            return made;
        }
        for (String difference : differences) {
            problems.add(known.place(), difference, "两处写成一致，以对方平台为准 / make both say what the partner's platform says");
        }
        return described;
    }

    /** What stands in front of a document: the charset of its messages, or the one that the partner wants to be named. */
    private static String declaration(String word, String charset) {
        String named =
                switch (word) {
                    case "no" -> "";
                    case "yes" -> charset;
                    default -> Charset.forName(word).name();
                };
        return named.isEmpty() ? "" : "<?xml version=\"1.0\" encoding=\"" + named.toLowerCase(Locale.ROOT) + "\"?>";
    }

    private Optional<Operation> operation(String name, YamlMap map) {
        if (!name.matches(NAME)) {
            problems.add(
                    map.place(),
                    "不能作操作名 \"" + name + "\" / \"" + name + "\" cannot name an operation",
                    "用字母、数字和下划线 / take letters, digits and underscores");
            return Optional.empty();
        }
        String message = name(map, "message").map(Placed::value).orElse("");
        String call = name(map, "call").map(Placed::value).orElse("");
        List<String> parameters = values(map.texts("parameters"));
        Map<String, String> constants = new TreeMap<>();
        map.map("constants").ifPresent(named -> named.names()
                .forEach(one -> named.text(one).ifPresent(value -> constants.put(one, value.value()))));
        if (message.isEmpty() && !(parameters.isEmpty() && call.isEmpty() && constants.isEmpty())) {
            problems.add(
                    map.place(),
                    "报文就是操作元素本身时没有别的参数 / where the message is the element itself there are no other parameters",
                    "写 message: <参数名>，或去掉 parameters / write message: <parameter>, or leave parameters out");
        }
        List<String> all = parameters.isEmpty() && !message.isEmpty() ? List.of(message) : parameters;
        for (String needed : List.of(message, call)) {
            if (!needed.isEmpty() && !all.contains(needed)) {
                problems.add(
                        map.placeOf("parameters"),
                        "parameters 中没有 " + needed + " / " + needed + " is not among the parameters",
                        "按对方接口的次序写全 / write all of them in the partner's order");
            }
        }
        Operation operation = new Operation(
                name,
                message,
                all,
                call,
                Set.copyOf(values(map.texts("calls"))),
                constants,
                map.text("action")
                        .flatMap(text -> text.as(
                                value -> matching(value, ACTION), "ASCII，不含引号 / ASCII without quotes", problems))
                        .map(Placed::value)
                        .orElse(""),
                name(map, "response").map(Placed::value).orElse(name + "Response"),
                name(map, "result").map(Placed::value).orElse(message.isEmpty() ? "" : "return"));
        map.refuseUnknown();
        return Optional.of(operation);
    }

    /** What would fail at the first call is said here. */
    void requireWhole(
            YamlMap main,
            Soap soap,
            AuthScheme auth,
            BodyProtection protection,
            MessageFormat format,
            Set<String> calls) {
        Set<String> shown = auth.parameters();
        Set<String> placed = new TreeSet<>(soap.inHeader());
        for (Operation operation : soap.operations()) {
            placed.addAll(operation.parameters());
            if (operation.calls().size() > 1
                    && operation.callParameter().isEmpty()
                    && (format != MessageFormat.XML || !(protection instanceof BodyProtection.Plain))) {
                wrong(
                        main,
                        operation.name() + " 的几个接口无从区分 / nothing tells the calls of " + operation.name() + " apart",
                        "写 call: <参数名> / write call: <parameter>");
            }
            for (String parameter : operation.parameters()) {
                if (!parameter.equals(operation.message())
                        && !parameter.equals(operation.callParameter())
                        && !operation.constants().containsKey(parameter)
                        && !shown.contains(parameter)) {
                    wrong(
                            main,
                            operation.name() + " 的参数 " + parameter + " 没有值 / the parameter " + parameter + " of "
                                    + operation.name() + " has no value",
                            "写入 constants:、call:，或 auth 的 parameters: / write it below constants:, call:, or"
                                    + " parameters: of auth");
                }
            }
            if (operation.message().isEmpty()
                    && (format != MessageFormat.XML || !(protection instanceof BodyProtection.Plain))) {
                wrong(
                        main,
                        "报文就是操作元素本身时须为 xml，且不加密 / a message that is the element itself is in xml and not enciphered",
                        "写 format: xml，或 message: <参数名> / write format: xml, or message: <parameter>");
            }
        }
        for (String parameter : soap.inHeader()) {
            if (!shown.contains(parameter)) {
                wrong(
                        main,
                        "header 的参数 " + parameter + " 没有值 / the parameter " + parameter + " of header has no value",
                        "写入 auth 的 parameters: / write it below parameters: of auth");
            }
        }
        for (String parameter : shown) {
            if (!placed.contains(parameter)) {
                wrong(
                        main,
                        "没有说认证参数 " + parameter + " 放在哪里 / it is not said where the parameter " + parameter
                                + " of auth stands",
                        "写入 header: 或操作的 parameters: / write it below header:, or parameters: of an operation");
            }
        }
        if (!soap.declaration().isEmpty() && !(protection instanceof BodyProtection.Plain)) {
            wrong(
                    main,
                    "加密的报文前不能有 XML 声明 / nothing can stand in front of what is enciphered",
                    "去掉 declaration / leave declaration out");
        }
        if (!soap.declaration().isEmpty()
                && (format != MessageFormat.XML || soap.operations().stream().noneMatch(SoapReader::hasDocument))) {
            wrong(
                    main,
                    "XML 声明只写在参数中的 XML 文档前 / a declaration stands only in front of a document of XML in a parameter",
                    "去掉 declaration / leave declaration out");
        }
        for (String call : calls) {
            if (soap.operation(call).isEmpty()) {
                wrong(
                        main,
                        "没有操作用于接口 " + call + " / no operation makes the call " + call,
                        "写入 operations: / write it below operations:");
            }
        }
    }

    private static boolean hasDocument(Operation operation) {
        return !operation.message().isEmpty() || !operation.result().isEmpty();
    }

    private void wrong(YamlMap main, String what, String mend) {
        problems.add(main.placeOf("transport"), what, mend);
    }

    private Optional<Placed<String>> name(YamlMap map, String key) {
        return map.text(key)
                .flatMap(text -> text.as(value -> matching(value, NAME), "XML 名称 / a name of XML", problems));
    }

    private <T> T as(YamlMap map, String key, Function<String, T> read, String expected, T otherwise) {
        return map.text(key)
                .flatMap(text -> text.as(read, expected, problems))
                .map(Placed::value)
                .orElse(otherwise);
    }

    private static List<String> values(List<Placed<String>> texts) {
        return texts.stream().map(Placed::value).toList();
    }

    private static String matching(String value, String pattern) {
        if (!value.matches(pattern)) {
            throw new IllegalArgumentException("not of this shape");
        }
        return value;
    }

    private static Version version(String text) {
        return switch (text) {
            case "1.1" -> Version.V1_1;
            case "1.2" -> Version.V1_2;
            default -> throw new IllegalArgumentException("no version");
        };
    }

    private static boolean cdata(String text) {
        return switch (text) {
            case "cdata" -> true;
            case "escaped" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }
}
