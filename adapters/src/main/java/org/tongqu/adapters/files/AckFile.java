package org.tongqu.adapters.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tongqu.record.delivery.DeliveryId;

/** What comes back about a file that went a one-way road: {@code <name>.ack} once all of it is decided, {@code <name>.err} if not all was taken. */
final class AckFile {
    /** Ends the name of what says that a file was taken. */
    static final String ACK = ".ack";

    private static final Pattern DELIVERY = Pattern.compile("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])");

    private AckFile() {}

    /** The delivery that a file of ours was, as its name says. */
    static Optional<DeliveryId> delivery(String name) {
        Matcher found = DELIVERY.matcher(name);
        return found.find() ? Optional.of(new DeliveryId(found.group())) : Optional.empty();
    }
}
