package org.tongqu.adapters.files;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.auth.NoAuth;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Column;
import org.tongqu.adapters.dialect.FileShape.Form;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.adapters.dialect.Transport;
import org.tongqu.adapters.dialect.Wire;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.Sha256;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.port.Digests;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Folder;
import org.tongqu.record.site.Party;

/** What tests of files have in common. The digest is another one than outside of tests: which one it is does not matter in this room. */
final class TestFiles {
    static final PartyId PARTY = new PartyId("990101.left");
    static final long MOST = 1 << 20;

    static final Digests DIGESTS = new Digests() {
        @Override
        public Digest sm3(byte[] octets) {
            Running running = running();
            running.update(octets, 0, octets.length);
            return running.end();
        }

        @Override
        public Digest commitment(byte[] salt, byte[] octets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Running running() {
            MessageDigest digest = Sha256.running();
            return new Running() {
                @Override
                public void update(byte[] octets, int from, int length) {
                    digest.update(octets, from, length);
                }

                @Override
                public Digest end() {
                    return Digest.of(digest.digest());
                }
            };
        }
    };

    private TestFiles() {}

    static Kind kind(Form form) {
        int width = form == Form.FIXED_WIDTH ? 8 : 0;
        List<Column> columns = form == Form.CSV || form == Form.FIXED_WIDTH
                ? List.of(new Column("NO", width), new Column("NAME", width))
                : List.of();
        boolean isXml = form == Form.XML;
        return new Kind(
                "case", "case-*", "case-{sequence}-{delivery}", "NO", columns, isXml ? "ROWS" : "", isXml ? "ROW" : "");
    }

    static FileShape shape(Form form, boolean isZipped) {
        return new FileShape(form, ',', true, "\r\n", false, isZipped, MOST, List.of(kind(form)));
    }

    static Dialect dialect(FileShape shape, Charset charset) {
        TimeForms times = new TimeForms(ZoneId.of("Asia/Shanghai"), "yyyy-MM-dd HH:mm:ss");
        return new Dialect(
                "test-files",
                "测试",
                "test",
                charset,
                MessageFormat.JSON,
                List.of(),
                List.of(),
                Map.of(),
                new AnswerClassifier(MessageFormat.JSON, List.of(), List.of()),
                new Wire(
                                new Transport(
                                        Transport.Carrier.BODY, "", Map.of(), "application/json", Map.of(), Map.of()),
                                new NoAuth(),
                                new BodyProtection.Plain(),
                                Map.of(),
                                times)
                        .of(shape),
                "1");
    }

    static Party party(URI at, FileShape shape, Charset charset, Map<String, Secret> credentials) {
        return party(at, shape, charset, credentials, null);
    }

    /** @param replies where it looks for what became of its files; null for beside them */
    static Party party(
            URI at, FileShape shape, Charset charset, Map<String, Secret> credentials, @Nullable URI replies) {
        Conversation conversation = new Conversation(dialect(shape, charset), credentials, List.of());
        return new Party(
                PARTY,
                "测试",
                "test",
                "county",
                "department",
                List.of(),
                new Endpoint.None(),
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                Party.DEFAULT_MAX_RECORD_SIZE,
                null,
                null,
                null,
                null,
                new Folder(at, conversation, Duration.ofDays(30), Duration.ofSeconds(30), replies));
    }

    /** Leaves a file as a party should. */
    static void leave(Path folder, String name, byte[] octets) throws Exception {
        Files.write(folder.resolve(name), octets);
        Files.write(folder.resolve(name + ".ok"), new OkFile(DIGESTS.sm3(octets), octets.length, name).octets());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
