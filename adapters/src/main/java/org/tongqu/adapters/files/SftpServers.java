package org.tongqu.adapters.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.fs.SftpFileSystem;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.Need;
import org.tongqu.record.dialect.Conversation;

/**
 * SFTP servers of parties. A server is who its party's file says, by the fingerprint of its key, or nobody. A connection is kept and used by
 * all who need it; one that broke is made anew. Thread-safe.
 */
final class SftpServers implements AutoCloseable {
    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String KEY = "key";
    static final String HOST_KEY = "host-key";

    static final Need NEEDS_USER = Need.ofParty(USER, "[A-Za-z0-9._@-]{1,64}");
    static final Need NEEDS_HOST_KEY = Need.ofParty(HOST_KEY, "SHA256:[A-Za-z0-9+/]{43}");
    static final Need NEEDS_PASSWORD = Need.secretOfParty(PASSWORD);
    static final Need NEEDS_KEY = Need.secretOfParty(KEY);

    private static final AttributeRepository.AttributeKey<String> EXPECTED = new AttributeRepository.AttributeKey<>();
    private static final int DEFAULT_PORT = 22;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Map<Server, SftpFileSystem> connected = new ConcurrentHashMap<>();
    private final SshClient client = client();

    /** By whom a connection is used, and with what. */
    private record Server(String host, int port, Conversation conversation) {}

    private static SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        // Only what the party's file names counts, nothing of this machine's user.
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        // Known before the first octet comes: a session is judged while it is made.
        client.setServerKeyVerifier((session, remote, key) -> KeyUtils.getFingerPrint(key)
                .equals(session.getConnectionContext().getAttribute(EXPECTED)));
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 2);
        return client;
    }

    <T> T at(URI address, Conversation conversation, Places.Deed<T> deed) throws IOException {
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        Server server = new Server(address.getHost(), port, conversation);
        SftpFileSystem files = files(server);
        try {
            return deed.in(new Place(files.getPath(address.getPath())));
        } finally {
            if (!files.isOpen()) {
                connected.remove(server, files);
            }
        }
    }

    private SftpFileSystem files(Server server) throws IOException {
        SftpFileSystem there = connected.get(server);
        if (there != null && there.isOpen() && there.getClientSession().isOpen()) {
            return there;
        }
        SftpFileSystem fresh = connect(server);
        SftpFileSystem before = connected.put(server, fresh);
        if (before != null) {
            close(before);
        }
        return fresh;
    }

    private synchronized SshClient started() {
        if (!client.isStarted()) {
            client.start();
        }
        return client;
    }

    private SftpFileSystem connect(Server server) throws IOException {
        Credentials credentials = new Credentials(server.conversation().credentials());
        AttributeRepository expected = AttributeRepository.ofKeyValuePair(EXPECTED, credentials.text(HOST_KEY));
        ClientSession session = started()
                .connect(credentials.text(USER), server.host(), server.port(), expected, null)
                .verify(CONNECT)
                .getSession();
        try {
            show(session, credentials);
            session.auth().verify(CONNECT);
            return SftpClientFactory.instance().createSftpFileSystem(session);
        } catch (IOException | RuntimeException refused) {
            session.close(true);
            throw refused;
        }
    }

    private static void show(ClientSession session, Credentials credentials) throws IOException {
        if (!credentials.values().containsKey(KEY)) {
            session.addPasswordIdentity(credentials.text(PASSWORD));
            return;
        }
        byte[] key = credentials.text(KEY).getBytes(StandardCharsets.US_ASCII);
        try {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(
                    session, NamedResource.ofName("key"), new ByteArrayInputStream(key), null);
            if (pairs == null) {
                throw new IOException("the key of the party's SFTP user is none");
            }
            pairs.forEach(session::addPublicKeyIdentity);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the key of the party's SFTP user cannot be used", unusable);
        }
    }

    private static void close(SftpFileSystem files) {
        try {
            files.close();
            files.getClientSession().close(true);
        } catch (IOException gone) {
            // It is left in any case.
        }
    }

    @Override
    public void close() {
        connected.values().forEach(SftpServers::close);
        client.stop();
    }
}
