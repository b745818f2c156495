package org.tongqu.record.port;

import java.util.List;
import java.util.Set;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;

/** The latest real records and messages, for trying on them what is not in force yet. Thread-safe; nothing of them leaves the gateway. */
public interface RecordSamples {
    /** The latest records of these types, the newest first, at most so many. */
    List<Sample> latest(Set<RecordType> types, int most);

    /** The latest messages that came in the dialect of this family, the newest first, at most so many. */
    List<Heard> latestHeard(String family, int most);

    /**
     * A record.
     *
     * @param record which
     * @param octets its envelope
     */
    record Sample(RecordId record, byte[] octets) {
        /** Which, never what. */
        @Override
        public String toString() {
            return "sample of " + record;
        }
    }

    /**
     * A message of a party's system.
     *
     * @param record what it was translated into
     * @param sender whose system
     * @param call the partner's name of the call
     * @param octets exactly what came
     */
    record Heard(RecordId record, PartyId sender, String call, byte[] octets) {
        /** Which, never what. */
        @Override
        public String toString() {
            return "message of " + record;
        }
    }
}
