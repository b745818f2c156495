package org.tongqu.adapters.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.tongqu.adapters.auth.Need;
import org.tongqu.record.dialect.Conversation;

/** Finds folders by their addresses. Thread-safe. Close it after the last file. */
public final class Places implements AutoCloseable {
    /** What has to be known of a party to enter its folder at an SFTP server with a password. */
    public static final List<Need> WITH_PASSWORD =
            List.of(SftpServers.NEEDS_USER, SftpServers.NEEDS_HOST_KEY, SftpServers.NEEDS_PASSWORD);

    /** The same with a key. */
    public static final List<Need> WITH_KEY =
            List.of(SftpServers.NEEDS_USER, SftpServers.NEEDS_HOST_KEY, SftpServers.NEEDS_KEY);

    private final SftpServers servers = new SftpServers();

    /** What is done in a folder. */
    interface Deed<T> {
        T in(Place place) throws IOException;
    }

    /**
     * Does something in a folder.
     *
     * @param address {@code file:} or {@code sftp:}
     * @throws IOException if it cannot be reached, or what the deed throws
     */
    <T> T at(URI address, Conversation conversation, Deed<T> deed) throws IOException {
        return "sftp".equals(address.getScheme())
                ? servers.at(address, conversation, deed)
                : deed.in(new Place(Path.of(address)));
    }

    /** Leaves all servers. */
    @Override
    public void close() {
        servers.close();
    }
}
