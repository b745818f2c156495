package org.tongqu.config.dialect;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.tongqu.adapters.auth.AccountAuth;
import org.tongqu.adapters.auth.AesVariant;
import org.tongqu.adapters.auth.AppMark;
import org.tongqu.adapters.auth.AuthScheme;
import org.tongqu.adapters.auth.BasicAuth;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.auth.BodyProtection.Encoding;
import org.tongqu.adapters.auth.DailyMd5;
import org.tongqu.adapters.auth.Gjgxjhpt;
import org.tongqu.adapters.auth.MutualTls;
import org.tongqu.adapters.auth.NoAuth;
import org.tongqu.adapters.auth.SignedHeaders;
import org.tongqu.adapters.auth.SignedHeaders.Algorithm;
import org.tongqu.adapters.auth.SignedHeaders.Time;
import org.tongqu.adapters.auth.SignedMessage;
import org.tongqu.adapters.auth.TokenAuth;
import org.tongqu.adapters.auth.XAep;
import org.tongqu.adapters.auth.XTif;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.Saying;
import org.tongqu.adapters.dialect.Soap;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.adapters.dialect.Transport;
import org.tongqu.adapters.dialect.Transport.Carrier;
import org.tongqu.adapters.dialect.Transport.Method;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.adapters.dialect.Wire;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.port.PartnerCipher;
import org.tongqu.record.port.PartnerCipher.Sm2Order;
import org.tongqu.security.partner.NationalCiphers;

/** Reads how a family's messages go over HTTP: transport, authentication, and what we answer. */
final class WireReader {
    private static final List<String> SCHEMES = List.of(
            "none",
            "mutual-tls",
            "basic",
            "daily-md5",
            "x-tif",
            "x-aep",
            "gjgxjhpt",
            "token",
            "app-mark",
            "signed-headers",
            "account");
    private static final Set<String> CLIENTS_OWN =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding", "content-type");
    private static final Set<String> SERVERS_OWN = Set.of(
            "connection",
            "content-length",
            "transfer-encoding",
            "content-type",
            "cache-control",
            "x-content-type-options");
    private static final Duration TOKENS_HOLD = Duration.ofMinutes(30);

    private final PartnerCipher ciphers = new NationalCiphers(new SecureRandom());
    private final Problems problems;

    WireReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * The wire of a family.
     *
     * @param main its {@code dialect.yml}
     * @param says what we answer; null if nothing is said of it
     * @param classifier of its answers: what we say must be read as it is meant
     * @param known the description of its service
     */
    Wire read(
            YamlMap main,
            MessageFormat format,
            String charset,
            TimeForms times,
            Optional<YamlMap> says,
            AnswerClassifier classifier,
            DialectFolder.Known known) {
        Transport transport = main.map("transport")
                .map(map -> transport(map, format, charset, known))
                .orElseGet(() -> new Transport(
                        Carrier.BODY, "", Map.of(), contentType(Carrier.BODY, format, charset), Map.of(), Map.of()));
        AuthScheme auth = main.map("auth").flatMap(this::auth).orElseGet(NoAuth::new);
        Map<Outcome, Saying> answers =
                says.map(map -> answers(map, classifier, times)).orElseGet(Map::of);
        BodyProtection protection =
                main.map("protection").flatMap(this::protection).orElseGet(BodyProtection.Plain::new);
        requireWhole(main, transport, auth, protection);
        return new Wire(transport, auth, protection, answers, times);
    }

    private Optional<BodyProtection> protection(YamlMap map) {
        Encoding encoding = encoding(map);
        Optional<Placed<String>> cipher = map.requiredText("cipher");
        Optional<BodyProtection> protection = cipher.flatMap(name -> switch (name.value()) {
            case "sm2" -> Optional.of(new BodyProtection.Sm2(ciphers, order(map), encoding));
            case "sm4" -> Optional.of(new BodyProtection.Sm4(ciphers, encoding));
            case "none" -> Optional.of(new BodyProtection.Encoded(encoding));
            default -> {
                problems.add(
                        name.place(),
                        "没有加密方式 \"" + name.value() + "\" / there is no cipher \"" + name.value() + "\"",
                        Problems.suggest(name.value(), List.of("sm2", "sm4", "none")));
                yield Optional.empty();
            }
        });
        map.refuseUnknown();
        return protection;
    }

    private Encoding encoding(YamlMap map) {
        return word(map, "encoding", Encoding::valueOf, "hex, base64", Encoding.BASE64);
    }

    private Sm2Order order(YamlMap map) {
        return word(map, "order", Sm2Order::valueOf, "c1c3c2, c1c2c3", Sm2Order.C1C3C2);
    }

    private <T> T word(YamlMap map, String key, Function<String, T> read, String expected, T otherwise) {
        return map.text(key)
                .flatMap(text -> text.as(
                        word -> read.apply(word.toUpperCase(Locale.ROOT).replace('-', '_')), expected, problems))
                .map(Placed::value)
                .orElse(otherwise);
    }

    private Transport transport(YamlMap map, MessageFormat format, String charset, DialectFolder.Known known) {
        Carrier carrier = word(
                map,
                "carrier",
                Carrier::valueOf,
                "body, form, form-fields, multipart, json-field, json-head, soap",
                Carrier.BODY);
        requireFlat(map, carrier, format);
        if (carrier == Carrier.SOAP) {
            return service(map, charset, known);
        }
        String parameter = carrier == Carrier.BODY || carrier.isOfFields()
                ? ""
                : map.requiredText("parameter").map(Placed::value).orElse("");
        Map<String, String> files = new TreeMap<>();
        if (carrier == Carrier.MULTIPART) {
            map.map("files").ifPresent(named -> named.names()
                    .forEach(name -> named.text(name).ifPresent(value -> files.put(name, value.value()))));
        }
        String type =
                map.text("content-type").map(Placed::value).orElseGet(() -> contentType(carrier, format, charset));
        Map<String, String> headers = new TreeMap<>();
        map.map("headers").ifPresent(named -> named.names()
                .forEach(name -> named.text(name).ifPresent(value -> header(name, value, CLIENTS_OWN, headers))));
        Map<String, Method> methods = new TreeMap<>();
        map.map("methods").ifPresent(named -> named.names()
                .forEach(call -> method(named, call, carrier).ifPresent(method -> methods.put(call, method))));
        map.refuseUnknown();
        return new Transport(carrier, parameter, files, type, headers, methods);
    }

    private Transport service(YamlMap map, String charset, DialectFolder.Known known) {
        Map<String, String> headers = new TreeMap<>();
        map.map("headers").ifPresent(named -> named.names()
                .forEach(name -> named.text(name).ifPresent(value -> header(name, value, CLIENTS_OWN, headers))));
        Optional<Soap> soap = new SoapReader(problems).read(map, charset, known);
        map.refuseUnknown();
        return new Transport(Carrier.SOAP, "", Map.of(), "", headers, Map.of(), soap.orElse(null));
    }

    private Optional<Method> method(YamlMap named, String call, Carrier carrier) {
        Optional<Placed<Method>> method = named.text(call)
                .flatMap(text ->
                        text.as(word -> Method.valueOf(word.toUpperCase(Locale.ROOT)), "GET, POST, PUT", problems));
        method.filter(found -> found.value() == Method.GET && carrier != Carrier.FORM_FIELDS)
                .ifPresent(get -> problems.add(
                        get.place(),
                        "GET 没有请求体，报文的各字段放在查询串中 / GET has no body: the fields of the message stand in the query",
                        "写 carrier: form-fields / take carrier: form-fields"));
        return method.map(Placed::value);
    }

    private void requireFlat(YamlMap map, Carrier carrier, MessageFormat format) {
        if (carrier.isOfFields() && format != MessageFormat.JSON) {
            problems.add(
                    map.place(),
                    "字段逐个放入表单时，报文格式须为 json / fields of a form are those of a message in json",
                    "写 format: json / write format: json");
        }
    }

    private static boolean signsTheWhole(AuthScheme auth) {
        return auth instanceof XAep
                || auth instanceof SignedMessage
                || auth instanceof SignedHeaders headers && headers.signsMessage();
    }

    private static AuthScheme unwrapped(AuthScheme auth) {
        return auth instanceof MutualTls mutual ? mutual.within() : auth;
    }

    /** Fields that travel one by one, or beside other parameters, are no text that could be enciphered, or signed as a whole. */
    private void requireWhole(YamlMap main, Transport transport, AuthScheme auth, BodyProtection protection) {
        Carrier carrier = transport.carrier();
        if ((carrier.isOfFields() || carrier == Carrier.JSON_HEAD)
                && (!(protection instanceof BodyProtection.Plain) || signsTheWhole(unwrapped(auth)))) {
            problems.add(
                    main.place(),
                    "字段逐个放入表单，或与其他参数同在一个结构时，没有可整体加密或签名的报文 / fields that travel one by one are no whole to be"
                            + " enciphered or signed",
                    "改用 carrier: form 或 json-field / take carrier: form or json-field");
        }
    }

    /** Those that client or server set themselves, and what cannot stand in a header at all, would fail at the first call. */
    private void header(String name, Placed<String> value, Set<String> own, Map<String, String> headers) {
        if (!name.matches("[A-Za-z0-9-]{1,60}")
                || own.contains(name.toLowerCase(Locale.ROOT))
                || !value.value().matches("[ -~]{0,500}")) {
            problems.add(
                    value.place(),
                    "不能设头 " + name + " / the header " + name + " cannot be set so",
                    "换一个名称，值只用 ASCII / take another name, and ASCII as value");
        } else {
            headers.put(name, value.value());
        }
    }

    private static String contentType(Carrier carrier, MessageFormat format, String charset) {
        String type =
                switch (carrier) {
                    case MULTIPART -> "multipart/form-data";
                    case FORM, FORM_FIELDS -> "application/x-www-form-urlencoded";
                    case JSON_FIELD, JSON_HEAD -> "application/json";
                    case BODY -> format == MessageFormat.XML ? "text/xml" : "application/json";
                    case SOAP -> throw new IllegalArgumentException("envelopes say themselves what they are");
                };
        return carrier == Carrier.MULTIPART ? type : type + "; charset=" + charset;
    }

    private Optional<AuthScheme> auth(YamlMap map) {
        boolean isMutualTls = map.text("mutual-tls")
                .flatMap(text -> text.as(WireReader::flag, "yes, no", problems))
                .map(Placed::value)
                .orElse(false);
        Optional<Placed<String>> scheme = map.requiredText("scheme");
        Optional<AuthScheme> auth = scheme.flatMap(name -> scheme(name, map))
                .map(one ->
                        map.map("signed").flatMap(signed -> signed(signed, one)).orElse(one))
                .map(one -> isMutualTls && !(one instanceof MutualTls) ? new MutualTls(one) : one);
        map.refuseUnknown();
        return auth;
    }

    private Optional<AuthScheme> signed(YamlMap map, AuthScheme within) {
        Optional<String> parameter = map.requiredText("parameter").map(Placed::value);
        Encoding encoding = encoding(map);
        map.refuseUnknown();
        return parameter.map(name -> within instanceof MutualTls mutual
                ? new MutualTls(new SignedMessage(mutual.within(), ciphers, name, encoding))
                : new SignedMessage(within, ciphers, name, encoding));
    }

    static boolean flag(String text) {
        return switch (text) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IllegalArgumentException("neither yes nor no");
        };
    }

    private Optional<AuthScheme> scheme(Placed<String> name, YamlMap map) {
        return switch (name.value()) {
            case "none" -> Optional.of(new NoAuth());
            case "mutual-tls" -> Optional.of(new MutualTls(new NoAuth()));
            case "basic" -> Optional.of(new BasicAuth());
            case "daily-md5" -> Optional.of(new DailyMd5());
            case "x-tif" -> Optional.of(new XTif());
            case "x-aep" -> Optional.of(new XAep(text(map, "message", "xmlStr")));
            case "gjgxjhpt" ->
                map.requiredText("secret")
                        .flatMap(text -> text.as(
                                word -> AesVariant.valueOf(
                                        word.toUpperCase(Locale.ROOT).replace('-', '_')),
                                "sha1prng-cbc, ecb",
                                problems))
                        .map(variant -> new Gjgxjhpt(variant.value()));
            case "token" -> token(map);
            case "signed-headers" -> signedHeaders(map);
            case "account" -> account(map);
            case "app-mark" -> Optional.of(new AppMark(ciphers, order(map), encoding(map)));
            default -> {
                problems.add(
                        name.place(),
                        "没有认证方式 \"" + name.value() + "\" / there is no scheme \"" + name.value() + "\"",
                        Problems.suggest(name.value(), SCHEMES));
                yield Optional.empty();
            }
        };
    }

    private Optional<AuthScheme> signedHeaders(YamlMap map) {
        Optional<SignedHeaders.Names> names = map.requiredMap("headers").map(this::names);
        Algorithm digest = word(map, "digest", Algorithm::valueOf, "md5, sha-256, hmac-sha256", Algorithm.HMAC_SHA256);
        Encoding encoding = word(map, "encoding", Encoding::valueOf, "hex, base64", Encoding.HEX);
        Time time = word(map, "time", Time::valueOf, "epoch-millis, epoch-seconds, beijing", Time.EPOCH_MILLIS);
        Duration valid = map.text("valid")
                .flatMap(text -> text.as(WireReader::valid, "1s 到 300s / 1s to 300s", problems))
                .map(Placed::value)
                .orElse(Duration.ofMinutes(5));
        return map.requiredText("over")
                .flatMap(text -> names.flatMap(known -> text.as(
                        over -> new SignedHeaders(known, over, digest, encoding, time, valid),
                        "由 {key} {secret} {time} {nonce} {call} {message} 组成，含 {time}、{secret}（hmac 除外），"
                                + "有 nonce 时含 {nonce} / made of these, with {time}, {secret} unless it is an hmac, and"
                                + " {nonce} if one is shown",
                        problems)))
                .map(Placed::value);
    }

    private SignedHeaders.Names names(YamlMap map) {
        Map<String, String> names = new TreeMap<>();
        for (String key : List.of("key", "time", "nonce", "signature")) {
            Optional<Placed<String>> name = key.equals("nonce") ? map.text(key) : map.requiredText(key);
            name.ifPresent(text -> header(text.value(), new Placed<>("", text.place()), CLIENTS_OWN, new TreeMap<>()));
            names.put(key, name.map(Placed::value).orElse(""));
        }
        map.refuseUnknown();
        return new SignedHeaders.Names(
                names.getOrDefault("key", ""),
                names.getOrDefault("time", ""),
                names.getOrDefault("nonce", ""),
                names.getOrDefault("signature", ""));
    }

    private static Duration valid(String text) {
        if (!text.matches("[0-9]{1,3}s")) {
            throw new IllegalArgumentException("no number of seconds");
        }
        Duration valid = Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
        if (valid.isZero() || valid.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("too short or too long");
        }
        return valid;
    }

    private Optional<AuthScheme> account(YamlMap map) {
        Map<String, String> plain = texts(map, "parameters");
        Map<String, String> secret = texts(map, "secrets");
        if (plain.isEmpty() && secret.isEmpty()) {
            problems.add(
                    map.place(),
                    "没有说出示哪些参数 / it is not said which parameters show who calls",
                    "写 parameters: {UserName: user} 和 secrets: {Password: password} / add parameters: and secrets:");
            return Optional.empty();
        }
        return Optional.of(new AccountAuth(plain, secret));
    }

    private static Map<String, String> texts(YamlMap map, String key) {
        Map<String, String> texts = new TreeMap<>();
        map.map(key).ifPresent(named -> named.names()
                .forEach(name -> named.text(name).ifPresent(value -> texts.put(name, value.value()))));
        return texts;
    }

    private Optional<AuthScheme> token(YamlMap map) {
        List<String> headers = values(map, "headers");
        List<String> parameters = values(map, "parameters");
        if (headers.isEmpty() && parameters.isEmpty()) {
            problems.add(
                    map.place(),
                    "没有说令牌放在哪里 / it is not said where the token is carried",
                    "写 headers: [token] 或 parameters: [access_token] / add headers: or parameters:");
            return Optional.empty();
        }
        String id = text(map, "id-parameter", "");
        return map.requiredMap("login")
                .flatMap(this::login)
                .map(login -> new TokenAuth(login, headers, parameters, id));
    }

    private Optional<TokenAuth.Login> login(YamlMap map) {
        Optional<String> path = path(map);
        String id = text(map, "app-id", "appId");
        String secret = text(map, "app-secret", "appSecret");
        boolean isJson = text(map, "send", "form").equals("json");
        Optional<String> token = map.requiredText("token")
                .flatMap(text -> text.as(FieldPath::of, "以 / 分隔的字段名 / names with / between them", problems))
                .map(names -> names.value().pointer());
        Map<String, String> constants = new TreeMap<>();
        map.map("says").ifPresent(says -> says.names()
                .forEach(name -> says.text(name).ifPresent(value -> constants.put("/" + name, value.value()))));
        map.refuseUnknown();
        return path.isPresent() && token.isPresent()
                ? Optional.of(new TokenAuth.Login(path.get(), id, secret, isJson, token.get(), constants, TOKENS_HOLD))
                : Optional.empty();
    }

    private Optional<String> path(YamlMap map) {
        return map.requiredText("path")
                .flatMap(text -> text.as(WireReader::path, "以 / 开头的路径 / a path with / in front", problems))
                .map(Placed::value);
    }

    private static int status(String text) {
        int status = Integer.parseInt(text);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("no status of an answer");
        }
        return status;
    }

    static String path(String text) {
        if (!text.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("no path");
        }
        return text;
    }

    private static List<String> values(YamlMap map, String key) {
        return map.texts(key).stream().map(Placed::value).toList();
    }

    private static String text(YamlMap map, String key, String otherwise) {
        return map.text(key).map(Placed::value).orElse(otherwise);
    }

    private Map<Outcome, Saying> answers(YamlMap map, AnswerClassifier classifier, TimeForms times) {
        Map<Outcome, Saying> answers = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            String key = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
            map.map(key).ifPresent(said -> {
                int status = said.text("status")
                        .flatMap(text -> text.as(WireReader::status, "200 到 599 / 200 to 599", problems))
                        .map(Placed::value)
                        .orElse(200);
                Map<String, String> headers = new TreeMap<>();
                said.map("headers").ifPresent(named -> named.names().forEach(name -> named.text(name)
                        .ifPresent(value -> header(name, value, SERVERS_OWN, headers))));
                said.tree("body").ifPresent(tree -> {
                    Saying saying = new Saying(status, headers, tree);
                    requireReadAsMeant(said, outcome, saying, classifier, times);
                    answers.put(outcome, saying);
                });
                said.refuseUnknown();
            });
        }
        map.refuseUnknown();
        for (Outcome needed : List.of(Outcome.OK, Outcome.REFUSED, Outcome.AWAY)) {
            if (!answers.containsKey(needed)) {
                problems.add(
                        map.place(),
                        "没有说怎样回答 " + needed.name().toLowerCase(Locale.ROOT) + " / it is not said how to answer "
                                + needed.name().toLowerCase(Locale.ROOT),
                        "补上 ok:、refused: 和 away: / add ok:, refused: and away:");
            }
        }
        return answers;
    }

    /**
     * The rules by which we read the partner's answers are those by which its programs read ours. What is quoted from a message stands as
     * its pointer here, and is the same as what stands there.
     */
    private void requireReadAsMeant(
            YamlMap said, Outcome meant, Saying saying, AnswerClassifier classifier, TimeForms times) {
        try {
            String text = classifier
                    .format()
                    .write(saying.with(
                            Map.of("words", "", "code", "X", "time", times.write(Instant.EPOCH)), pointer -> pointer));
            Outcome read = classifier
                    .classify(saying.status(), saying::header, text, pointer -> pointer)
                    .outcome();
            if (read != meant) {
                problems.add(
                        said.place(),
                        "这样的回答会被读成 " + read + " / this answer would be read as " + read,
                        "改得与 rules 一致 / make it fit the rules");
            }
        } catch (Untranslatable notOfTheFormat) {
            problems.add(said.place(), "回答不能写成该格式 / it cannot be written in this format", "检查 body / check body");
        }
    }
}
