package org.tongqu.ittests.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The TCP sockets at which a process listens, as {@code /proc} says. */
public final class ListeningSockets {
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /**
     * Local address and port of each.
     *
     * @throws IOException if the process has ended or is somebody else's
     */
    public static Set<InetSocketAddress> of(long pid) throws IOException {
        Set<String> sockets = sockets(pid);
        Set<InetSocketAddress> listening = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table));
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[3].equals(LISTEN) && sockets.contains("socket:[" + fields[9] + "]")) {
                    listening.add(address(fields[1]));
                }
            }
        }
        return listening;
    }

    private static Set<String> sockets(long pid) throws IOException {
        Set<String> sockets = new HashSet<>();
        List<Path> descriptors = new ArrayList<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            open.forEach(descriptors::add);
        }
        for (Path descriptor : descriptors) {
            try {
                sockets.add(Files.readSymbolicLink(descriptor).toString());
            } catch (NoSuchFileException closedMeanwhile) {
                continue;
            }
        }
        return sockets;
    }

    /** The kernel writes an address as words of four octets, each in the byte order of the machine. */
    private static InetSocketAddress address(String text) throws IOException {
        String[] parts = text.split(":", -1);
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(parts[0]));
        ByteBuffer octets = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            octets.putInt(words.getInt());
        }
        return new InetSocketAddress(InetAddress.getByAddress(octets.array()), Integer.parseInt(parts[1], 16));
    }
}
