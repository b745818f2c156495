package org.tongqu.ittests.process;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Packets on this machine that are dropped before they leave, by {@code nft}; ends with {@link #close}. Needs root. */
public final class Packets implements AutoCloseable {
    private static final String TABLE = "tongqu_faults";
    private static final Pattern COUNTER = Pattern.compile("counter packets (\\d+)");

    private Packets() {}

    /** Why none can be dropped here; empty if they can. */
    public static Optional<String> obstacle() {
        if (!Program.run("id", "-u").strip().equals("0")) {
            return Optional.of("dropping packets needs root");
        }
        return Program.exists("nft") ? Optional.empty() : Optional.of("nft is not installed");
    }

    /**
     * Drops from now on.
     *
     * @param matches which, each an expression of nft: {@code tcp dport 5432}
     */
    public static Packets drop(List<String> matches) {
        Packets dropped = new Packets();
        Program.run("nft", "add", "table", "inet", TABLE);
        Program.run("nft", "add chain inet " + TABLE + " out { type filter hook output priority 0 ; }");
        matches.forEach(match -> Program.run("nft", "add rule inet " + TABLE + " out " + match + " counter drop"));
        Runtime.getRuntime().addShutdownHook(new Thread(dropped::close, "pass-packets"));
        return dropped;
    }

    /** How many were dropped. */
    public long dropped() {
        Matcher counters = COUNTER.matcher(Program.run("nft", "list", "table", "inet", TABLE));
        long packets = 0;
        while (counters.find()) {
            packets += Long.parseLong(counters.group(1));
        }
        return packets;
    }

    @Override
    public void close() {
        if (Program.run("nft", "list", "tables").contains(TABLE)) {
            Program.run("nft", "delete", "table", "inet", TABLE);
        }
    }
}
