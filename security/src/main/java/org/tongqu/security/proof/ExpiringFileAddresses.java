package org.tongqu.security.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.port.FileAddresses;

/**
 * Names of the form {@code <end, seconds of the epoch>.<SM3, 64 hex digits>.<mark, 32 hex digits>}, the mark being the first half of a
 * keyed digest over party, end and SM3: nobody makes one without the key. Nothing is stored. Thread-safe.
 */
public final class ExpiringFileAddresses implements FileAddresses {
    private static final Duration HOLDS = Duration.ofDays(30);
    private static final int MARK_OCTETS = 16;
    private static final String SM3 = "sm3:";
    private static final Pattern NAME = Pattern.compile("([0-9]{1,12})\\.([0-9a-f]{64})\\.([0-9a-f]{32})");

    private final BlindIndex marks;
    private final Clock clock;

    /**
     * Addresses under a key of their own.
     *
     * @param marks keyed; the key is used for nothing else
     */
    public ExpiringFileAddresses(BlindIndex marks, Clock clock) {
        this.marks = marks;
        this.clock = clock;
    }

    @Override
    public String nameFor(PartyId party, Digest material) {
        String end = Long.toString(clock.instant().plus(HOLDS).getEpochSecond());
        String sm3 = material.value().substring(SM3.length());
        return end + "." + sm3 + "." + mark(party, end, sm3);
    }

    @Override
    public Optional<Digest> read(PartyId party, String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] expected = mark(party, parts.group(1), parts.group(2)).getBytes(StandardCharsets.US_ASCII);
        boolean isOurs = MessageDigest.isEqual(expected, parts.group(3).getBytes(StandardCharsets.US_ASCII));
        boolean isOver = clock.instant().isAfter(Instant.ofEpochSecond(Long.parseLong(parts.group(1))));
        return isOurs && !isOver ? Optional.of(new Digest(SM3 + parts.group(2))) : Optional.empty();
    }

    private String mark(PartyId party, String end, String sm3) {
        byte[] mark = marks.mark(party.value(), end + "." + sm3);
        return HexFormat.of().formatHex(mark, 0, MARK_OCTETS);
    }
}
