package org.tongqu.config.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.frontdb.Drivers;
import org.tongqu.adapters.frontdb.FrontDatabaseProbe;
import org.tongqu.adapters.frontdb.FrontDatabases;
import org.tongqu.config.dialect.InvalidDialect;
import org.tongqu.config.embedded.Workers;
import org.tongqu.config.files.Place;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.site.FrontDatabaseAccess;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.site.DatabaseVendor;
import org.tongqu.record.site.FrontDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says which family a partner's database resembles, where it differs, and drafts the party's file. Reads no row. */
@Command(
        name = "probe",
        description = "查看对方的库像哪一种前置库、缺什么列、多什么列，并起草机构文件；只看列名，不读数据 · which family a partner's database"
                + " resembles, which columns are missing or new, and a draft of the party file; only names of columns are looked"
                + " at, no row is read",
        mixinStandardHelpOptions = true)
final class FrontdbProbe implements Callable<Integer> {
    private static final String DRIVERS = "lib";

    @Option(
            names = "--url",
            required = true,
            paramLabel = "JDBC",
            description = "JDBC 地址 · its address, such as jdbc:postgresql://host:5432/exchange")
    private String url = "";

    @Option(names = "--user", required = true, paramLabel = "USER", description = "用户，或 file:、env: · the user")
    private String user = "";

    @Option(
            names = "--password",
            required = true,
            paramLabel = "REF",
            description = "口令的出处：file:路径（相对数据目录）或 env:变量名 · where the password is: file:path (against the data"
                    + " directory) or env:VARIABLE")
    private String password = "";

    @Option(
            names = "--schema",
            paramLabel = "SCHEMA",
            description = "表所在的模式；不写则为该用户的默认模式 · the schema of the tables; the user's own if left out")
    private @Nullable String schema;

    @Option(
            names = "--party",
            paramLabel = "ID",
            defaultValue = "990101.change-me",
            description = "草稿中的机构标识，默认 ${DEFAULT-VALUE} · the party id in the draft")
    private String party = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "草稿写到哪个文件，不覆盖；不写则输出 · the file for the draft, never replaced; shown if left out")
    private @Nullable Path out;

    @Option(names = "--json", description = "按 JSON 输出 · as JSON")
    private boolean json;

    @Mixin
    private Dialects dialects = new Dialects();

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InvalidDialect, IOException {
        PartyId id = id();
        FrontDatabaseAccess access = access();
        Drivers drivers = new Drivers(data.path().resolve(DRIVERS));
        if (!drivers.isThereFor(url)) {
            say("没有 " + access.vendor().wire() + " 的驱动，请把它的 jar 放进 " + drivers.folder() + " / there is no driver of "
                    + access.vendor().wire() + ", put its jar into " + drivers.folder());
            return ExitCode.REFUSED;
        }
        try {
            // A secret that is not there is said so, and is not taken for a database that is away.
            access.user().reveal();
            access.password().reveal();
        } catch (IllegalStateException unreadable) {
            say("用户或口令读不出 / user or password cannot be read: " + unreadable.getMessage());
            return ExitCode.REFUSED;
        }
        if (out != null && Files.exists(out)) {
            say("已有文件，不覆盖 / there is such a file, it is not replaced: " + out);
            return ExitCode.REFUSED;
        }
        ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(Workers.named("tongqu-probe"));
        try (FrontDatabases databases = new FrontDatabases(drivers, keeper)) {
            return probed(new FrontDatabaseProbe(databases), access, id);
        } catch (PartnerAway away) {
            say("前置库连不上或拒绝了 / the database cannot be reached, or refused: " + away.code() + " " + away.words());
            return ExitCode.REFUSED_FOR_NOW;
        } finally {
            keeper.shutdownNow();
        }
    }

    private int probed(FrontDatabaseProbe probe, FrontDatabaseAccess access, PartyId id)
            throws InvalidDialect, IOException {
        List<FrontDatabase> candidates = new ArrayList<>();
        for (String family : dialects.families()) {
            Dialect dialect = dialects.read(family);
            if (dialect.wire().isOfTables()) {
                candidates.add(access.database(
                        dialect, List.of(), FrontDatabase.DEFAULT_BATCH, FrontDatabase.DEFAULT_LONGEST_PAUSE));
            }
        }
        if (candidates.isEmpty()) {
            say("方言目录中没有前置库的方言 / no dialect there is one of tables");
            return ExitCode.REFUSED;
        }
        List<Resemblance> resembling = candidates.stream()
                .map(candidate -> new Resemblance((Dialect) candidate.translator(), probe.tables(candidate)))
                .sorted(Comparator.comparingDouble(Resemblance::share).reversed())
                .toList();
        ProbeScreen screen =
                new ProbeScreen(spec.commandLine().getOut(), probe.product(candidates.get(0)), access, resembling);
        Optional<Resemblance> best = resembling.stream().findFirst().filter(one -> one.share() > 0);
        if (best.isEmpty()) {
            SortedMap<String, SortedSet<String>> elsewhere = new TreeMap<>();
            candidates.forEach(candidate -> probe.elsewhere(candidate).forEach((where, tables) -> elsewhere
                    .computeIfAbsent(where, any -> new TreeSet<>())
                    .addAll(tables)));
            screen.nothing(json, elsewhere);
            return ExitCode.REFUSED;
        }
        String draft = new PartyDraft(id, access, user, password, best.get()).text();
        if (out != null) {
            Files.writeString(out, draft, StandardOpenOption.CREATE_NEW);
        }
        screen.show(json, best.get(), draft, out);
        return ExitCode.DONE;
    }

    private PartyId id() {
        try {
            return new PartyId(party);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "机构标识形如 990101.gas / a party id is like 990101.gas", e);
        }
    }

    /** By the rules of a party file. */
    private FrontDatabaseAccess access() {
        Problems problems = new Problems();
        Optional<DatabaseVendor> vendor = Arrays.stream(DatabaseVendor.values())
                .filter(one -> url.startsWith(one.prefix()))
                .findFirst();
        if (vendor.isEmpty()) {
            problems.add(
                    new Place("--url", 0),
                    "不认识这种数据库 / no such database is known",
                    "以其一开头 / begin it with one of "
                            + Arrays.stream(DatabaseVendor.values())
                                    .map(DatabaseVendor::prefix)
                                    .collect(Collectors.joining(" ")));
        }
        Optional<FrontDatabaseAccess> access = new FrontDatabaseAccess.Reader(data.path(), problems)
                .read(
                        vendor,
                        option("--url", url),
                        option("--user", user),
                        option("--password", password),
                        option("--schema", schema));
        if (!problems.isEmpty() || access.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    problems.sorted().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(System.lineSeparator())));
        }
        return access.get();
    }

    private static Optional<Placed<String>> option(String name, @Nullable String value) {
        return Optional.ofNullable(value).map(said -> new Placed<>(said, new Place(name, 0)));
    }

    private void say(String words) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("tongqu: " + words);
    }
}
