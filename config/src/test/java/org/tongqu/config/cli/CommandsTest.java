package org.tongqu.config.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.config.demo.DemoSite;

class CommandsTest {
    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();

    @Test
    void theDemoSiteHasNoMistakesAndABrokenOneIsRefusedWithFileAndLine() throws IOException {
        DemoSite demo = new DemoSite(folder);
        demo.prepare(Clock.systemUTC());
        assertThat(run("check", demo.directory().toString())).isEqualTo(ExitCode.DONE);
        assertThat(said.toString()).contains("没有错误 no mistakes");

        Path tax = demo.directory().resolve("parties/tax.yml");
        Files.writeString(tax, Files.readString(tax).replace("mode: push", "mode: psh"));
        assertThat(run("check", demo.directory().toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(said.toString()).containsPattern("parties/tax.yml:\\d+ .*mode cannot be \"psh\".*change it to push");
    }

    /** The script passes on what it knows; {@code serve} is what {@code run} starts. */
    @Test
    void everyCommandCanBeCalledByTheScript() throws IOException {
        String script = Files.readString(Path.of("../tongqu"));
        PrintWriter nowhere = new PrintWriter(said);
        List<String> commands = Tongqu.commandLine(nowhere, nowhere).getSubcommands().entrySet().stream()
                .filter(command ->
                        !command.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .filter(name -> !name.equals("serve") && !name.equals("help"))
                .toList();
        assertThat(commands).contains("trace").allSatisfy(name -> assertThat(script)
                .containsPattern("(?m)^    (\\w+ \\| )*" + name + "( \\| \\w+)*\\)"));
    }

    @Test
    void aKeyIsForItsOwnerOnlyAndNeverReplaced() throws IOException {
        for (String algorithm : List.of("sm2", "P256")) {
            String party = "990101." + algorithm.toLowerCase(Locale.ROOT);
            assertThat(run("keygen", "--alg", algorithm, "--party", party, "--out", folder.toString()))
                    .isEqualTo(ExitCode.DONE);
            Path key = folder.resolve(party + ".k1.key.pem");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
            String before = Files.readString(key);
            assertThat(run("keygen", "--alg", algorithm, "--party", party, "--out", folder.toString()))
                    .isEqualTo(ExitCode.REFUSED);
            assertThat(key).hasContent(before);
            assertThat(folder.resolve(party + ".k1.csr.pem")).content().contains("BEGIN CERTIFICATE REQUEST");
        }
    }

    @Test
    void whatIsWronglyCalledIsTwo() {
        assertThat(run("bogus")).isEqualTo(2);
        assertThat(run("apply", "--site", "x")).isEqualTo(2);
        assertThat(run("keygen", "--party", "bad id")).isEqualTo(2);
        assertThat(run("demo", "--for", "soon")).isEqualTo(2);
        assertThat(said.toString())
                .contains("--who", "a party id is like", "write --for like")
                .doesNotContain("\tat ");
    }

    @Test
    void whatFailsSaysWhyInOneLineInBothLanguages() throws IOException {
        Path record = folder.resolve("record.json");
        Files.writeString(record, "{\"specversion\":\"1.0\"");
        failsWith("不是合格的 JSON / not acceptable JSON", "send", record.toString());
        Files.writeString(record, "{\"specversion\":\"1.0\"}");
        failsWith("记录没有 source / the record has no source", "send", record.toString());
        Files.writeString(record, "{\"source\":\"/990101.window\"}");
        failsWith("密钥文件不可用 / the key file cannot be used", "send", record.toString());
        failsWith("文件不存在 / no such file", "send", folder.resolve("absent.json").toString());
        failsWith("no gateway has run on this data directory", "trace", "C-1");
        failsWith("no gateway has run on this data directory", "queries");
        failsWith("write it as <party>/<id>", "queries", "q-1");
        failsWith("no gateway has run on this data directory", "rollback", "--who", "me");
    }

    @Test
    void aServerThatIsAwayIsWorthAnotherStart() throws IOException {
        DemoSite demo = new DemoSite(folder);
        demo.prepare(Clock.systemUTC());
        Path password = folder.resolve("password");
        Files.writeString(password, "not-told");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Path file = demo.directory().resolve("site.yml");
        Files.writeString(
                file,
                Files.readString(file).replace("storage:", "storage:\n  master-key: env:UNSET_MASTER_KEY")
                        + """
                        database: {url: "jdbc:postgresql://127.0.0.1:1/tongqu", user: u, password: "file:%s"}
                        broker: {url: "tcp://127.0.0.1:1", user: u, password: "file:%s"}
                        """
                                .formatted(password, password));
        int code = run(
                "serve",
                "--site",
                demo.directory().toString(),
                "--data",
                folder.resolve("data").toString());

        assertThat(said.toString()).contains("the database cannot be reached");
        assertThat(code).isEqualTo(ExitCode.REFUSED_FOR_NOW);
        assertThat(ExitCode.isWorthRestarting(code)).isTrue();
        assertThat(ExitCode.isWorthRestarting(ExitCode.REFUSED)).isFalse();
    }

    @Test
    void everyCommandExplainsItsExitCodes() {
        for (String command : List.of("run", "check", "apply", "rollback", "send", "trace", "keygen", "demo")) {
            said.getBuffer().setLength(0);
            assertThat(run(command, "--help")).isEqualTo(ExitCode.DONE);
            assertThat(said.toString()).as(command).contains("退出码 exit codes", "refused or failed");
        }
    }

    @Test
    void aDatabaseIsProbedByTheRulesOfAPartyFile() {
        assertThat(probe("jdbc:mysql://db/x", "env:P")).isEqualTo(2);
        assertThat(probe("jdbc:postgresql://db/x?socketFactory=a.B", "plain-password"))
                .isEqualTo(2);
        assertThat(said.toString())
                .contains(
                        "no such database is known",
                        "the address cannot have the parameter socketFactory",
                        "only where the secret is may stand here")
                .doesNotContain("plain-password");
        said.getBuffer().setLength(0);
        assertThat(probe("jdbc:oracle:thin:@//db:1521/x", "env:P")).isEqualTo(ExitCode.REFUSED);
        assertThat(said.toString().lines()).singleElement().asString().contains("no driver of oracle");
        said.getBuffer().setLength(0);
        assertThat(probe("jdbc:postgresql://db/x", "file:no-such-password")).isEqualTo(ExitCode.REFUSED);
        assertThat(said.toString().lines())
                .singleElement()
                .asString()
                .contains("the file of a credential cannot be read: no-such-password");
    }

    private int probe(String url, String password) {
        return run(
                "frontdb", "probe", "--url", url, "--user", "u", "--password", password, "--data", folder.toString());
    }

    private void failsWith(String words, String... arguments) {
        said.getBuffer().setLength(0);
        String[] whole = Arrays.copyOf(arguments, arguments.length + 2);
        whole[arguments.length] = "--data";
        whole[arguments.length + 1] = folder.toString();
        assertThat(run(whole)).isEqualTo(ExitCode.REFUSED);
        assertThat(said.toString().lines()).hasSize(1).first().asString().contains(words);
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(said, true);
        return Tongqu.commandLine(writer, writer).execute(arguments);
    }
}
