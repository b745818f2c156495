package org.tongqu.config.site;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongqu.config.files.Names;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.site.Answers;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Folder;
import org.tongqu.record.site.FrontDatabase;
import org.tongqu.record.site.OneWay;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;
import org.tongqu.record.site.SoapAccess;

/** Reads a party file: who takes part, with which keys, reached how. */
final class PartyReader {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    static final int DEFAULT_CONSUMERS = 16;
    private static final List<String> LEVELS = List.of("province", "city", "county", "town");
    private static final List<String> KINDS = List.of(
            "department",
            "platform",
            "window",
            "utility",
            "hotline",
            "bank",
            "tax",
            "registration",
            "housing",
            "sms",
            "peer");
    private static final List<String> MODES = List.of("push", "pull", "tables", "files", "none");
    private static final int MOST_AT_A_DATABASE = 4;

    private final KeyReader keys;
    private final ConversationReader conversations;
    private final SoapReader soaps;
    private final FrontDatabaseReader databases;
    private final Problems problems;

    PartyReader(
            KeyReader keys,
            ConversationReader conversations,
            SoapReader soaps,
            FrontDatabaseReader databases,
            Problems problems) {
        this.keys = keys;
        this.conversations = conversations;
        this.soaps = soaps;
        this.databases = databases;
        this.problems = problems;
    }

    /** The party with where its id stands; empty if its id cannot be read. */
    Optional<Placed<Party>> read(YamlMap file) {
        Optional<Placed<PartyId>> id = file.requiredText("id").flatMap(this::partyId);
        Names names = Names.read(file);
        String level = oneOf(file, "level", LEVELS);
        String kind = oneOf(file, "kind", KINDS);
        boolean numbers = flag(file, "numbers-for-itself");
        Duration maxAge = quantity(
                file, "max-record-age", Party.DEFAULT_MAX_RECORD_AGE, Quantities::duration, Quantities.DURATION);
        int maxSize =
                quantity(file, "max-record-size", Party.DEFAULT_MAX_RECORD_SIZE, Quantities::intBytes, Quantities.SIZE);
        List<PartyKey> partyKeys =
                id.map(party -> keys.read(party.value(), file.maps("keys"))).orElse(List.of());
        boolean isTold = file.requiredMap("endpoint")
                .flatMap(map -> map.text("mode"))
                .filter(mode -> mode.value().equals("tables"))
                .isPresent();
        Optional<FrontDatabase> database = file.map("frontdb").flatMap(map -> databases.read(map, isTold));
        Endpoint endpoint =
                file.map("endpoint").map(map -> endpoint(map, file, database)).orElse(null);
        Optional<Conversation> calls = file.map("calls").flatMap(map -> {
            Optional<Conversation> incoming = conversations.incoming(map);
            map.refuseUnknown();
            return incoming;
        });
        Optional<Answers> answers = file.map("answers").flatMap(this::answers);
        Optional<SoapAccess> soap = file.map("soap").flatMap(soaps::read);
        Optional<Folder> folder = file.map("folder").flatMap(this::folder);
        file.has("keys");
        file.refuseUnknown();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        requireKeysFor(id.get(), endpoint, file.has("keys") || file.has("soap") && endpoint instanceof Endpoint.Pull);
        soap.filter(SoapAccess::signs).ifPresent(signed -> requireChannelKey(file, partyKeys));
        return Optional.of(new Placed<>(
                new Party(
                        id.get().value(),
                        names.zh(),
                        names.en(),
                        level,
                        kind,
                        partyKeys,
                        endpoint == null ? new Endpoint.None() : endpoint,
                        numbers,
                        maxAge,
                        maxSize,
                        calls.orElse(null),
                        answers.orElse(null),
                        soap.orElse(null),
                        database.orElse(null),
                        folder.orElse(null)),
                id.get().place()));
    }

    private void requireChannelKey(YamlMap file, List<PartyKey> keys) {
        if (keys.stream().noneMatch(key -> key.alg() == SealAlgorithm.PS256 || key.alg() == SealAlgorithm.ES256)) {
            problems.add(
                    file.placeOf("soap"),
                    "SOAP 报文以 RSA 或 P-256 密钥签名，但没有这样的密钥 / SOAP calls are signed with RSA or P-256, and there is no"
                            + " such key",
                    "在 keys: 中补上 PS256 或 ES256 密钥 / add a PS256 or ES256 key to keys:");
        }
    }

    private Optional<Placed<PartyId>> partyId(Placed<String> text) {
        return text.as(PartyId::new, "写成 <6位区划>.<名称> / write it <6 digits>.<name>, [a-z0-9-]", problems);
    }

    private void requireKeysFor(Placed<PartyId> party, @Nullable Endpoint endpoint, boolean hasKeys) {
        boolean mustSeal = endpoint instanceof Endpoint.Pull
                || endpoint instanceof Endpoint.Push push && push.receipt() == ReceiptKind.SEALED;
        if (mustSeal && !hasKeys) {
            problems.add(
                    party.place(),
                    "该机构须签收但没有密钥 / this party has to seal receipts but has no keys",
                    "补上 keys:，或推送时用 receipt: channel / add keys:, or receipt: channel for a push endpoint");
        }
    }

    private Endpoint endpoint(YamlMap map, YamlMap file, Optional<FrontDatabase> database) {
        String mode = oneOf(map, "mode", MODES);
        Endpoint endpoint =
                switch (mode) {
                    case "push" -> push(map);
                    case "files" -> files(map);
                    case "pull" -> new Endpoint.Pull();
                    case "tables" -> tables(map, file, database);
                    default -> new Endpoint.None();
                };
        if (!mode.isEmpty()) {
            map.refuseUnknown();
        }
        return endpoint;
    }

    /** Where it leaves files. */
    private Optional<Folder> folder(YamlMap map) {
        Optional<URI> at = folderAddress(map);
        Duration keep = quantity(map, "keep", Folder.DEFAULT_KEEP, PartyReader::keep, "1d 到 3650d / 1d to 3650d");
        Optional<URI> replies = replies(map, at);
        Duration pause = quantity(
                map,
                "longest-pause",
                Folder.DEFAULT_LONGEST_PAUSE,
                FrontDatabaseReader::pause,
                "100ms 到 10m / 100ms to 10m");
        Optional<Conversation> conversation = conversations.files(map, isRemote(at) || isRemote(replies));
        map.refuseUnknown();
        return at.isPresent() && conversation.isPresent()
                ? Optional.of(new Folder(at.get(), conversation.get(), keep, pause, replies.orElse(null)))
                : Optional.empty();
    }

    private static boolean isRemote(Optional<URI> at) {
        return at.filter(address -> "sftp".equals(address.getScheme())).isPresent();
    }

    /** A day is the least that a folder of a day can be kept. */
    private static Duration keep(String text) {
        Duration keep = Quantities.duration(text);
        if (keep.compareTo(Duration.ofDays(1)) < 0 || keep.compareTo(Duration.ofDays(3650)) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return keep;
    }

    private Optional<URI> folderAddress(YamlMap map) {
        return map.requiredText("at")
                .flatMap(text -> text.as(
                        PartyReader::folderAddress,
                        "写成 /绝对/路径 或 sftp://主机:端口/路径 / write /absolute/path or sftp://host:port/path",
                        problems))
                .map(Placed::value);
    }

    /** Another folder, on this machine or at the same server. */
    private Optional<URI> replies(YamlMap map, Optional<URI> at) {
        Optional<URI> replies = map.text("replies")
                .flatMap(text -> text.as(
                        PartyReader::folderAddress,
                        "写成 /绝对/路径 或 sftp://主机:端口/路径 / write /absolute/path or sftp://host:port/path",
                        problems))
                .map(Placed::value);
        boolean isElsewhere = at.isPresent()
                && replies.isPresent()
                && isRemote(replies)
                && !Objects.equals(at.get().getRawAuthority(), replies.get().getRawAuthority());
        if (isElsewhere || replies.isPresent() && replies.equals(at)) {
            problems.add(
                    map.placeOf("replies"),
                    "回执另放一个文件夹，在本机或同一服务器 / replies have another folder, here or at the same server",
                    "改写 replies: / write another replies:");
        }
        return replies;
    }

    private static URI folderAddress(String text) {
        if (text.startsWith("/")) {
            Path path = Path.of(text);
            if (!path.normalize().equals(path) || path.getNameCount() == 0) {
                throw new IllegalArgumentException("no folder");
            }
            return URI.create("file://" + path.toUri().getRawPath().replaceFirst("/$", ""));
        }
        URI address = URI.create(text);
        boolean isSftp = "sftp".equals(address.getScheme())
                && address.getHost() != null
                && address.getUserInfo() == null
                && address.getQuery() == null
                && address.getFragment() == null
                && address.normalize().equals(address)
                && String.valueOf(address.getPath()).length() > 1;
        if (!isSftp) {
            throw new IllegalArgumentException("no folder");
        }
        return address;
    }

    /** What lies there with the same content is known as the same, so that it may be left again; whether it lies there can be seen. */
    private Endpoint files(YamlMap map) {
        Optional<URI> at = folderAddress(map);
        Duration timeout = quantity(map, "timeout", DEFAULT_TIMEOUT, PartyReader::timeout, "1s 到 10m / 1s to 10m");
        Repeat repeat = wire(map, true, "repeat", Repeat.values(), Repeat::wire, Repeat.UNSAFE);
        ReceiptKind receipt = wire(map, true, "receipt", ReceiptKind.values(), ReceiptKind::wire, ReceiptKind.CHANNEL);
        if (receipt == ReceiptKind.SEALED) {
            problems.add(
                    map.placeOf("receipt"),
                    "文件没有签名回执 / files have no sealed receipts",
                    "写 receipt: channel / write receipt: channel");
        }
        int consumers = quantity(
                map,
                "consumers",
                DEFAULT_CONSUMERS,
                PartyReader::consumers,
                "1 到 16 的整数 / a whole number from 1 to 16");
        Optional<URI> replies = replies(map, at);
        boolean isDaily = flag(map, "daily");
        OneWay oneWay = replies.isPresent() || isDaily ? new OneWay(replies.orElse(null), isDaily) : null;
        Optional<Conversation> conversation = conversations.files(map, isRemote(at) || isRemote(replies));
        return at.isPresent() && conversation.isPresent()
                ? new Endpoint.Push(
                        at.get(), timeout, repeat, ReceiptKind.CHANNEL, consumers, null, conversation.get(), oneWay)
                : new Endpoint.None();
    }

    /** A claim holds as long, so that a party could keep its deliveries from any other attempt. */
    private static Duration timeout(String text) {
        Duration timeout = Quantities.duration(text);
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return timeout;
    }

    private static String status(String text) {
        URI example = url(text.replace(Endpoint.Push.DELIVERY, "0"));
        if (!text.contains(Endpoint.Push.DELIVERY)) {
            throw new IllegalArgumentException("no place for the delivery id in " + example.getPath());
        }
        return text;
    }

    private Optional<Answers> answers(YamlMap map) {
        Optional<URI> url = address(map);
        Duration timeout =
                quantity(map, "timeout", Answers.DEFAULT_TIMEOUT, PartyReader::patience, "1s 到 60s / 1s to 60s");
        Optional<Conversation> conversation = conversations.answering(map);
        map.refuseUnknown();
        return url.isPresent() && conversation.isPresent()
                ? Optional.of(new Answers(url.get(), timeout, conversation.get()))
                : Optional.empty();
    }

    /** Somebody waits meanwhile, and holds a thread. */
    private static Duration patience(String text) {
        Duration timeout = Quantities.duration(text);
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return timeout;
    }

    private Optional<URI> address(YamlMap map) {
        return map.requiredText("url")
                .flatMap(text -> text.as(PartyReader::url, "写成 https://主机/路径 / write it https://host/path", problems))
                .map(Placed::value);
    }

    private Endpoint push(YamlMap map) {
        Optional<URI> url = address(map);
        Duration timeout = quantity(map, "timeout", DEFAULT_TIMEOUT, PartyReader::timeout, "1s 到 10m / 1s to 10m");
        Repeat repeat = wire(map, true, "repeat", Repeat.values(), Repeat::wire, Repeat.UNSAFE);
        Optional<String> status = map.text("status")
                .flatMap(text -> text.as(
                        PartyReader::status,
                        "写成 https://主机/路径/{delivery} / write it https://host/path/{delivery}",
                        problems))
                .map(Placed::value);
        if ((repeat == Repeat.BY_QUERY) != map.text("status").isPresent()) {
            problems.add(
                    map.placeOf("repeat"),
                    "repeat: by-query 与 status: 须一起写 / repeat: by-query and status: go together",
                    "补上查询地址 status:，或改用 safe、unsafe / add status:, where to ask, or use safe or unsafe");
        }
        ReceiptKind receipt = wire(map, false, "receipt", ReceiptKind.values(), ReceiptKind::wire, ReceiptKind.SEALED);
        int consumers = quantity(
                map,
                "consumers",
                DEFAULT_CONSUMERS,
                PartyReader::consumers,
                "1 到 16 的整数 / a whole number from 1 to 16");
        Optional<Conversation> conversation = conversations.outgoing(map);
        if (conversation.isPresent() && repeat == Repeat.BY_QUERY) {
            problems.add(
                    map.placeOf("repeat"),
                    "方言不能查询投递结果 / a dialect cannot be asked what became of a delivery",
                    "用 safe 或 unsafe / use safe or unsafe");
        }
        if (conversation.isPresent() && url.map(URI::getRawQuery).isPresent()) {
            problems.add(
                    map.placeOf("url"),
                    "方言的地址不能带查询串 / the address of a dialect cannot have a query",
                    "去掉 ? 及其后 / leave out ? and what follows");
        }
        if (conversation.isPresent() && receipt == ReceiptKind.SEALED) {
            problems.add(
                    map.placeOf("receipt"),
                    "方言不带签名回执 / a dialect has no sealed receipts",
                    "写 receipt: channel / write receipt: channel");
        }
        return new Endpoint.Push(
                url.orElse(URI.create("http://invalid.invalid/")),
                timeout,
                repeat,
                receipt,
                consumers,
                status.orElse(null),
                conversation.orElse(null));
    }

    /** Rows of the party's front-end database; the same again changes nothing there. */
    private Endpoint tables(YamlMap map, YamlMap file, Optional<FrontDatabase> database) {
        Duration timeout = quantity(map, "timeout", DEFAULT_TIMEOUT, PartyReader::timeout, "1s 到 10m / 1s to 10m");
        Repeat repeat = wire(map, true, "repeat", Repeat.values(), Repeat::wire, Repeat.BY_QUERY);
        ReceiptKind receipt = wire(map, true, "receipt", ReceiptKind.values(), ReceiptKind::wire, ReceiptKind.CHANNEL);
        int consumers = quantity(
                map, "consumers", MOST_AT_A_DATABASE, PartyReader::consumers, "1 到 4 的整数 / a whole number from 1 to 4");
        if (!file.has("frontdb")) {
            problems.add(
                    map.placeOf("mode"),
                    "mode: tables 缺少 frontdb / mode: tables without frontdb",
                    "补上 frontdb: / add frontdb:");
        }
        if (receipt != ReceiptKind.CHANNEL) {
            problems.add(
                    map.placeOf("receipt"),
                    "数据库不签回执 / a database seals no receipts",
                    "写 receipt: channel / write receipt: channel");
        }
        if (consumers > MOST_AT_A_DATABASE) {
            problems.add(
                    map.placeOf("consumers"),
                    "一个前置库最多 4 个连接 / a front-end database has four connections at most",
                    "写 1 到 4 / write 1 to 4");
        }
        return database.<Endpoint>map(found -> new Endpoint.Push(
                        URI.create(found.url()),
                        timeout,
                        repeat,
                        receipt,
                        Math.min(consumers, MOST_AT_A_DATABASE),
                        null,
                        new Conversation(found.translator(), Map.of(), List.of())))
                .orElseGet(Endpoint.None::new);
    }

    private <E> E wire(YamlMap map, boolean required, String key, E[] values, Function<E, String> name, E otherwise) {
        Optional<Placed<String>> text = required ? map.requiredText(key) : map.text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        for (E value : values) {
            if (name.apply(value).equals(text.get().value())) {
                return value;
            }
        }
        unknownWord(text.get(), key, Arrays.stream(values).map(name).toList());
        return otherwise;
    }

    private String oneOf(YamlMap map, String key, List<String> words) {
        Optional<Placed<String>> text = map.requiredText(key);
        text.filter(t -> !words.contains(t.value())).ifPresent(t -> unknownWord(t, key, words));
        return text.map(Placed::value).filter(words::contains).orElse("");
    }

    private void unknownWord(Placed<String> text, String key, List<String> words) {
        problems.add(
                text.place(),
                key + " 不能是 \"" + text.value() + "\" / " + key + " cannot be \"" + text.value() + "\"",
                Problems.suggest(text.value(), words));
    }

    private boolean flag(YamlMap map, String key) {
        return quantity(map, key, false, PartyReader::trueOrFalse, "true 或 false / true or false");
    }

    private <T> T quantity(YamlMap map, String key, T otherwise, Function<String, T> parse, String expected) {
        return map.text(key)
                .flatMap(text -> text.as(parse, expected, problems))
                .map(Placed::value)
                .orElse(otherwise);
    }

    private static boolean trueOrFalse(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("not a flag");
        }
        return text.equals("true");
    }

    private static int consumers(String text) {
        int consumers = Integer.parseInt(text);
        if (consumers < 1 || consumers > 16) {
            throw new IllegalArgumentException("out of range");
        }
        return consumers;
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!web || url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
                throw new IllegalArgumentException("not a web address");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a web address", e);
        }
    }
}
