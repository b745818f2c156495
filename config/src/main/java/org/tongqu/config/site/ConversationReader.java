package org.tongqu.config.site;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tongqu.adapters.auth.MutualTls;
import org.tongqu.adapters.auth.Need;
import org.tongqu.adapters.auth.SignedMessage;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.files.Places;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.Secret;

/** Reads in which dialect a party's system is talked with, and by which credentials: {@code dialect:} and {@code credentials:}. */
final class ConversationReader {
    private final SiteDialects dialects;
    private final Path data;
    private final Problems problems;

    /** @param data against which relative {@code file:} references are resolved; the secrets are not read */
    ConversationReader(SiteDialects dialects, Path data, Problems problems) {
        this.dialects = dialects;
        this.data = data;
        this.problems = problems;
    }

    /** How we call the party; empty if it takes records as they are. */
    Optional<Conversation> outgoing(YamlMap endpoint) {
        if (endpoint.has("credentials") && !endpoint.has("dialect")) {
            problems.add(
                    endpoint.placeOf("credentials"),
                    "credentials 缺少 dialect / credentials without dialect",
                    "补上 dialect: / add dialect:");
        }
        return endpoint.has("dialect")
                ? outgoing(endpoint, read(endpoint, files(endpoint), Need.Side.WE_CALL))
                : Optional.empty();
    }

    /** How the party's system calls us. */
    Optional<Conversation> incoming(YamlMap calls) {
        Optional<Talk> talk = read(calls, files(calls), Need.Side.THEY_CALL);
        talk.ifPresent(one -> requireCallable(calls, one.dialect()));
        return talk.map(Talk::conversation);
    }

    /** How the party's system answers questions. */
    Optional<Conversation> answering(YamlMap answers) {
        Optional<Talk> talk = read(answers, List.of(), Need.Side.WE_CALL);
        talk.ifPresent(one -> requireTls(answers, one.dialect()));
        talk.filter(one -> one.dialect().queries().isEmpty())
                .ifPresent(one -> problems.add(
                        answers.placeOf("dialect"),
                        "方言 " + one.dialect().family() + " 不回答查询 / the dialect "
                                + one.dialect().family() + " answers no query",
                        "在方言中加 queries/<类型>.yml / add queries/<type>.yml to the dialect"));
        return talk.map(Talk::conversation);
    }

    /**
     * How files are exchanged with the party.
     *
     * @param map with {@code dialect}, and for an SFTP server {@code credentials}
     * @param isRemote whether the folder is at an SFTP server
     */
    Optional<Conversation> files(YamlMap map, boolean isRemote) {
        boolean hasKey =
                map.map("credentials").filter(given -> given.has("key")).isPresent();
        List<Need> needs = !isRemote ? List.of() : hasKey ? Places.WITH_KEY : Places.WITH_PASSWORD;
        return map.requiredText("dialect").flatMap(dialects::find).map(dialect -> {
            if (dialect.wire().inFiles().isEmpty()) {
                problems.add(
                        map.placeOf("dialect"),
                        "方言 " + dialect.family() + " 不是文件方言 / the dialect " + dialect.family() + " is in no files",
                        "换一种有 files.yml 的方言 / take one with a files.yml");
            }
            return new Conversation(dialect, credentials(map, needs, new TreeSet<>(), Need.Side.WE_CALL), List.of());
        });
    }

    private void requireCallable(YamlMap calls, Dialect dialect) {
        boolean isAsked = dialect.queries().stream().anyMatch(dialect::isAsked);
        if (dialect.tables().stream().allMatch(table -> table.arrival() == null) && !isAsked
                || dialect.wire().answers().isEmpty()) {
            problems.add(
                    calls.placeOf("dialect"),
                    "方言 " + dialect.family() + " 没有可呼入的接口 / the dialect " + dialect.family()
                            + " has no call that comes in",
                    "在字段表中写 identity: 和 time:，在 answers 中写 says: / add identity: and time: to a table, says: to answers");
        }
        dialect.tables().stream()
                .filter(table ->
                        table.arrival() != null && dialect.wire().auth().issuesAt(table.path()))
                .forEach(table -> problems.add(
                        calls.placeOf("dialect"),
                        "路径 " + table.path() + " 与认证接口相同 / the path " + table.path()
                                + " is that of the authentication itself",
                        "改字段表的 path: / change path: of the table"));
        boolean isSignedOnly = dialect.wire().auth() instanceof SignedMessage signed
                && !signed.within().canVerify();
        if (isSignedOnly || !dialect.wire().auth().canVerify()) {
            problems.add(
                    calls.placeOf("dialect"),
                    "方言 " + dialect.family() + " 无法识别呼叫方 / the dialect " + dialect.family() + " cannot tell who calls",
                    "在 dialect.yml 中写 auth: / add auth: to dialect.yml");
        }
    }

    private Optional<Conversation> outgoing(YamlMap endpoint, Optional<Talk> talk) {
        talk.ifPresent(one -> requireTls(endpoint, one.dialect()));
        talk.ifPresent(one -> requireOurAddress(endpoint, one));
        return talk.map(Talk::conversation);
    }

    private void requireOurAddress(YamlMap endpoint, Talk talk) {
        int given = talk.conversation().files().size();
        if (given > 1 || talk.dialect().tellsAddresses() && given == 0) {
            problems.add(
                    endpoint.placeOf("files"),
                    "报文中有文件地址，须写一个对方访问本网关的地址 / messages point to files: one address is needed at which the party reaches this gateway",
                    "files: [\"https://<本网关 this gateway>/\"]");
        }
    }

    /** A certificate can be shown over TLS only. */
    private void requireTls(YamlMap map, Dialect dialect) {
        if (dialect.wire().auth() instanceof MutualTls) {
            map.text("url")
                    .filter(url -> !url.value().startsWith("https://"))
                    .ifPresent(url -> problems.add(
                            url.place(),
                            "双向 TLS 需要 https:// 地址 / mutual TLS needs an https:// address",
                            "改用 https:// / write https://"));
        }
    }

    private Optional<Talk> read(YamlMap map, List<URI> files, Need.Side side) {
        map.has("credentials");
        return map.requiredText("dialect").flatMap(this::ofHttp).map(dialect -> {
            Map<String, Secret> credentials = credentials(map, dialect.wire().needs(), calls(dialect), side);
            return new Talk(dialect, new Conversation(dialect, credentials, files));
        });
    }

    private Optional<Dialect> ofHttp(Placed<String> name) {
        Optional<Dialect> found = dialects.find(name);
        found.filter(dialect -> dialect.wire().isOfTables())
                .ifPresent(dialect -> problems.add(
                        name.place(),
                        "方言 " + dialect.family() + " 是前置库的表，不能呼叫 / the dialect " + dialect.family()
                                + " is of tables and calls nobody",
                        "写在 frontdb: 下，发出用 mode: tables / write it below frontdb:, and mode: tables to tell it"));
        found.filter(dialect -> dialect.wire().inFiles().isPresent())
                .ifPresent(dialect -> problems.add(
                        name.place(),
                        "方言 " + dialect.family() + " 是文件，不能呼叫 / the dialect " + dialect.family()
                                + " is of files and calls nobody",
                        "写在 folder: 下，发出用 mode: files / write it below folder:, and mode: files to tell it"));
        return found;
    }

    /** Below which addresses files are fetched, by us or from us; each ends with a slash, or another server's name could go on after it. */
    private List<URI> files(YamlMap map) {
        List<URI> files = new ArrayList<>();
        for (Placed<String> text : map.texts("files")) {
            text.as(
                            ConversationReader::base,
                            "http:// 或 https:// 开头、/ 结尾的地址 / an address that begins with http:// or https:// and ends with /",
                            problems)
                    .ifPresent(base -> files.add(base.value()));
        }
        return files;
    }

    private static URI base(String text) {
        URI base = URI.create(text);
        boolean isHttp = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!isHttp
                || base.getHost() == null
                || base.getUserInfo() != null
                || base.getQuery() != null
                || base.getFragment() != null
                || !base.normalize().equals(base)
                || !String.valueOf(base.getPath()).endsWith("/")) {
            throw new IllegalArgumentException("no base of files");
        }
        return base;
    }

    private Map<String, Secret> credentials(YamlMap map, List<Need> needs, SortedSet<String> calls, Need.Side side) {
        Map<String, Secret> found = new TreeMap<>();
        Optional<YamlMap> given = map.map("credentials");
        given.ifPresent(values -> {
            for (String name : values.names()) {
                Optional<Need> need =
                        needs.stream().filter(one -> one.isMetBy(name)).findFirst();
                if (need.isEmpty()) {
                    problems.add(
                            values.placeOf(name),
                            "认证方式不需要 \"" + name + "\" / the scheme has no use for \"" + name + "\"",
                            Problems.suggest(
                                    name, needs.stream().map(Need::name).toList()));
                } else {
                    requireCall(values, name, need.get(), calls);
                    values.text(name)
                            .flatMap(text -> secret(text, need.get()))
                            .ifPresent(secret -> found.put(name, secret));
                }
            }
        });
        SortedSet<String> names = new TreeSet<>(given.map(YamlMap::names).orElse(Set.of()));
        for (Need need : needs) {
            boolean isMet = !need.isNeededWhen(side)
                    || names.contains(need.name())
                    || need.isPerCall() && calls.stream().allMatch(call -> names.contains(need.name() + "." + call));
            if (!isMet) {
                problems.add(
                        map.placeOf("credentials"),
                        "缺少凭据 \"" + need.name() + "\" / credential \"" + need.name() + "\" is missing",
                        "在 credentials: 中补上 " + need.name() + ": / add " + need.name() + ": to credentials:");
            }
        }
        return found;
    }

    private static SortedSet<String> calls(Dialect dialect) {
        SortedSet<String> calls = new TreeSet<>();
        dialect.tables().forEach(table -> calls.add(table.message()));
        dialect.queries().forEach(table -> calls.add(table.message()));
        return calls;
    }

    private void requireCall(YamlMap values, String name, Need need, SortedSet<String> calls) {
        if (!name.equals(need.name())
                && !calls.contains(name.substring(need.name().length() + 1))) {
            problems.add(
                    values.placeOf(name),
                    "方言没有接口 " + name.substring(need.name().length() + 1) + " / the dialect has no such call",
                    Problems.suggest(name.substring(need.name().length() + 1), calls));
        }
    }

    private Optional<Secret> secret(Placed<String> text, Need need) {
        String value = text.value();
        Optional<PartySecret> reference = PartySecret.referredTo(value, data);
        if (reference.isPresent()) {
            return reference.map(secret -> secret);
        }
        if (need.isSecret()) {
            problems.add(
                    text.place(),
                    "这里只能写密钥的出处 / only where the secret is may stand here",
                    "写成 file:路径 或 env:变量名 / write file:path or env:VARIABLE");
            return Optional.empty();
        }
        if (!need.shape().matcher(value).matches()) {
            problems.add(
                    text.place(),
                    "\"" + need.name() + "\" 的写法不对 / \"" + need.name() + "\" is not written so",
                    "见 docs/dialects.md / see docs/dialects.md");
            return Optional.empty();
        }
        return Optional.of(new PartySecret.Stated(value));
    }

    /**
     * What was read.
     *
     * @param dialect as this room knows it
     * @param conversation as all rooms do
     */
    private record Talk(Dialect dialect, Conversation conversation) {}
}
