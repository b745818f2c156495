package org.tongqu.config.site;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.config.site.SiteSettings.SecretReference;
import org.tongqu.config.site.SiteSettings.Server;
import org.tongqu.config.site.SiteSettings.Shared;

/**
 * Reads {@code database:} and {@code broker:} of {@code site.yml}. Several nodes need both, and the same master key; one node needs
 * neither.
 *
 * @param secret reads where a secret is
 */
record SharedServersReader(Function<Placed<String>, Optional<SecretReference>> secret, Problems problems) {
    private static final Pattern DATABASE = Pattern.compile("jdbc:postgresql://\\S+");
    private static final Pattern BROKER = Pattern.compile("\\(?tcp://\\S+");
    private static final Pattern PASSWORD = Pattern.compile("password=", Pattern.CASE_INSENSITIVE);

    /** Null if the file names none, or with mistakes noted. */
    @Nullable
    Shared read(YamlMap file) {
        Optional<YamlMap> database = file.map("database");
        Optional<YamlMap> broker = file.map("broker");
        if (database.isPresent() != broker.isPresent()) {
            problems.add(
                    file.placeOf(database.isPresent() ? "database" : "broker"),
                    "database 与 broker 须同时写出 / database and broker go together",
                    "补上另一个，或都不写以使用内嵌的 / add the other, or leave out both to use the embedded ones");
        }
        boolean hasMasterKey =
                file.map("storage").flatMap(map -> map.text("master-key")).isPresent();
        if (database.isPresent() && !hasMasterKey) {
            problems.add(
                    file.placeOf("database"),
                    "各节点须用同一主密钥 / all nodes need the same master key",
                    "写出 storage.master-key / state storage.master-key");
        }
        Optional<Server> ledger = database.flatMap(map -> server(map, DATABASE, "jdbc:postgresql://HOST:5432/tongqu"));
        Duration without = broker.flatMap(map -> map.text("accept-without"))
                .flatMap(text -> text.as(Quantities::duration, Quantities.DURATION, problems))
                .map(Placed::value)
                .orElse(Shared.WITHOUT_BROKER);
        Optional<Server> bells = broker.flatMap(map -> server(map, BROKER, "tcp://HOST:61616"));
        database.ifPresent(YamlMap::refuseUnknown);
        broker.ifPresent(YamlMap::refuseUnknown);
        return ledger.isPresent() && bells.isPresent() ? new Shared(ledger.get(), bells.get(), without) : null;
    }

    private Optional<Server> server(YamlMap map, Pattern shape, String example) {
        Optional<Placed<String>> url = map.requiredText("url");
        url.filter(u -> !shape.matcher(u.value()).matches()
                        || PASSWORD.matcher(u.value()).find())
                .ifPresent(u -> problems.add(
                        u.place(),
                        "这个地址不能用 / this address cannot be used",
                        "写成 " + example + "，口令另写 / write " + example + ", and the password apart"));
        Optional<Placed<String>> user = map.requiredText("user");
        Optional<SecretReference> password = map.requiredText("password").flatMap(secret);
        return url.isPresent() && user.isPresent() && password.isPresent()
                ? Optional.of(new Server(url.get().value(), user.get().value(), password.get()))
                : Optional.empty();
    }
}
