package org.tongqu.config.site;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.site.DatabaseVendor;
import org.tongqu.record.site.FrontDatabase;

/**
 * How one comes to a front-end database (前置库).
 *
 * @param vendor whose it is
 * @param url where, as JDBC has it
 * @param user by whom
 * @param password of the user
 * @param schema in which the tables are; null for the one that the user has by default
 */
public record FrontDatabaseAccess(
        DatabaseVendor vendor, String url, Secret user, Secret password, @Nullable String schema) {
    /** The same with what is done there. */
    public FrontDatabase database(Translator translator, List<String> tables, int batch, Duration longestPause) {
        return new FrontDatabase(vendor, url, user, password, schema, translator, tables, batch, longestPause);
    }

    /** Where, never by whom. */
    @Override
    public String toString() {
        return "front-end database at " + url;
    }

    /** Reads what party files, and commands, say of it. */
    public static final class Reader {
        private static final Pattern ADDRESS = Pattern.compile(
                "jdbc:[a-z0-9:]+?:@?//[A-Za-z0-9._:\\[\\]-]+(/[A-Za-z0-9_$.-]+)?([?;][A-Za-z0-9_.,=&;:/+%-]*)?");
        private static final Pattern PARAMETER = Pattern.compile("([A-Za-z0-9_.]+)=[^&;\\s]*");

        /** What else a driver can be told could have it load classes or read files of ours. */
        private static final Set<String> PARAMETERS = Set.of(
                "databasename",
                "encrypt",
                "trustservercertificate",
                "hostnameincertificate",
                "sslmode",
                "ssl",
                "sslrootcert",
                "serversslcert",
                "usessl",
                "charset",
                "characterencoding",
                "useunicode",
                "schema",
                "currentschema",
                "connecttimeout",
                "sockettimeout",
                "logintimeout",
                "timezone",
                "servertimezone");

        private final Path data;
        private final Problems problems;

        /** @param data against which relative {@code file:} references are resolved; the secrets are not read */
        public Reader(Path data, Problems problems) {
            this.data = data;
            this.problems = problems;
        }

        /**
         * What is said of one.
         *
         * @return empty if something is not said, or, with problems noted, if it holds mistakes
         */
        public Optional<FrontDatabaseAccess> read(
                Optional<DatabaseVendor> vendor,
                Optional<Placed<String>> address,
                Optional<Placed<String>> userText,
                Optional<Placed<String>> passwordText,
                Optional<Placed<String>> schemaText) {
            Optional<String> url = address.flatMap(text -> url(text, vendor));
            Optional<Secret> user = userText.map(this::user);
            Optional<Secret> password = passwordText.flatMap(this::password);
            Optional<String> schema = schemaText
                    .flatMap(text -> text.as(Reader::name, "字母、数字和 _ / letters, digits and _", problems))
                    .map(Placed::value);
            if (vendor.isEmpty() || url.isEmpty() || user.isEmpty() || password.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new FrontDatabaseAccess(vendor.get(), url.get(), user.get(), password.get(), schema.orElse(null)));
        }

        private Optional<String> url(Placed<String> text, Optional<DatabaseVendor> vendor) {
            String url = text.value();
            if (!ADDRESS.matcher(url).matches()
                    || vendor.filter(one -> !url.startsWith(one.prefix())).isPresent()) {
                problems.add(
                        text.place(),
                        "不是该种数据库的 JDBC 地址 / it is no JDBC address of such a database",
                        "例如 jdbc:postgresql://主机:端口/库 / such as jdbc:postgresql://host:port/database");
                return Optional.empty();
            }
            Matcher parameters = PARAMETER.matcher(url.replaceFirst("^[^?;]*", ""));
            while (parameters.find()) {
                String name = Objects.requireNonNull(parameters.group(1));
                if (!PARAMETERS.contains(name.toLowerCase(Locale.ROOT))) {
                    problems.add(
                            text.place(),
                            "地址中不能有参数 " + name + " / the address cannot have the parameter " + name,
                            "去掉；用户和口令写在 user:、password: / leave it out; user and password have keys of their own");
                }
            }
            return Optional.of(url);
        }

        private Secret user(Placed<String> text) {
            return PartySecret.referredTo(text.value(), data)
                    .map(secret -> (Secret) secret)
                    .orElseGet(() -> new PartySecret.Stated(text.value()));
        }

        private Optional<Secret> password(Placed<String> text) {
            Optional<PartySecret> secret = PartySecret.referredTo(text.value(), data);
            if (secret.isEmpty()) {
                problems.add(
                        text.place(),
                        "这里只能写密钥的出处 / only where the secret is may stand here",
                        "写成 file:路径 或 env:变量名 / write file:path or env:VARIABLE");
            }
            return secret.map(one -> one);
        }

        private static String name(String text) {
            if (!text.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
                throw new IllegalArgumentException("no name");
            }
            return text;
        }
    }
}
