package org.tongqu.adapters.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.adapters.dialect.FileShape.Form;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.site.Party;

/** Folders at a real SFTP server. */
class SftpFoldersTest {
    private static final byte[] CSV = TestFiles.utf8("NO,NAME\n1,a\n");

    private final Places places = new Places();
    private final Map<String, Secret> credentials = new TreeMap<>();

    @TempDir
    Path temporary;

    private Path folder;
    private SshServer server;
    private SimpleGeneratorHostKeyProvider key;
    private LeftFolders folders;

    @BeforeEach
    void open() throws Exception {
        folder = Files.createDirectories(temporary.resolve("server/out"));
        key = new SimpleGeneratorHostKeyProvider(temporary.resolve("host-key"));
        key.setAlgorithm("EC");
        server = server(0);
        credentials.put("user", () -> "u");
        credentials.put("password", () -> "p");
        String fingerprint =
                KeyUtils.getFingerPrint(key.loadKeys(null).iterator().next().getPublic());
        credentials.put("host-key", () -> fingerprint);
        folders = new LeftFolders(
                places,
                new Spool(temporary.resolve("spool"), TestFiles.DIGESTS, new SecureRandom()),
                TestFiles.DIGESTS,
                Clock.fixed(Instant.parse("2026-03-02T01:00:00Z"), ZoneOffset.UTC));
    }

    private SshServer server(int port) throws Exception {
        SshServer fresh = SshServer.setUpDefaultServer();
        fresh.setPort(port);
        fresh.setHost("127.0.0.1");
        fresh.setKeyPairProvider(key);
        fresh.setPasswordAuthenticator((user, password, session) -> user.equals("u") && password.equals("p"));
        fresh.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        fresh.setFileSystemFactory(new VirtualFileSystemFactory(temporary.resolve("server")));
        fresh.start();
        return fresh;
    }

    @AfterEach
    void close() throws Exception {
        places.close();
        server.stop(true);
    }

    private Party party() {
        return TestFiles.party(
                URI.create("sftp://127.0.0.1:" + server.getPort() + "/out"),
                TestFiles.shape(Form.CSV, false),
                StandardCharsets.UTF_8,
                credentials);
    }

    @Test
    void aFileIsTakenFromThereAndMovedAway() throws Exception {
        Party party = party();
        assertThat(folders.next(party)).isEmpty();
        TestFiles.leave(folder, "case-1.csv", CSV);
        FileName file = folders.next(party).orElseThrow();
        try (CopiedFile copy = folders.copy(party, file)) {
            assertThat(copy.digest()).isEqualTo(TestFiles.DIGESTS.sm3(CSV));
            assertThat(copy.next(10, 1 << 20)).hasSize(1);
            folders.archive(party, copy, new FileFaults());
        }
        assertThat(folders.next(party)).isEmpty();
        assertThat(folder.resolve("archive/20260302")).isNotEmptyDirectory();
        folders.forget(party, Instant.parse("2027-03-02T01:00:00Z"));
        assertThat(folder.resolve("archive")).isEmptyDirectory();
    }

    @Test
    void aServerWithAnotherKeyIsNotEntered() {
        credentials.put("host-key", () -> "SHA256:" + "A".repeat(43));
        assertThatThrownBy(() -> folders.next(party())).isInstanceOf(PartnerAway.class);
    }

    @Test
    void aServerThatWasAwayIsEnteredAgain() throws Exception {
        Party party = party();
        assertThat(folders.next(party)).isEmpty();
        int port = server.getPort();
        server.stop(true);
        assertThatThrownBy(() -> folders.next(party)).isInstanceOf(PartnerAway.class);
        server = server(port);
        assertThat(folders.next(party)).isEmpty();
    }

    @Test
    void aLinkAtTheServerIsNotFollowed() throws Exception {
        Party party = party();
        Files.write(temporary.resolve("server/secret"), CSV);
        Files.createSymbolicLink(folder.resolve("case-1.csv"), temporary.resolve("server/secret"));
        Files.write(
                folder.resolve("case-1.csv.ok"),
                new OkFile(TestFiles.DIGESTS.sm3(CSV), CSV.length, "case-1.csv").octets());
        assertThatThrownBy(() -> folders.copy(party, new FileName("case-1.csv")))
                .hasMessage("no-file");
    }
}
