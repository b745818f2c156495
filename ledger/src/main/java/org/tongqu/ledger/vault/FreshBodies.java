package org.tongqu.ledger.vault;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plain bodies of records just admitted, until every recipient's lane has claimed them or newer ones need the room. Thread-safe. */
public final class FreshBodies {
    private final long most;
    private final Map<Long, Fresh> bodies = new LinkedHashMap<>();
    private long held;

    /** @param most octets kept at most; 0 to keep none */
    public FreshBodies(long most) {
        this.most = most;
    }

    public synchronized void keep(long recordNo, byte[] octets, int recipients) {
        if (recipients == 0 || octets.length > most) {
            return;
        }
        bodies.put(recordNo, new Fresh(octets, recipients));
        held += octets.length;
        Iterator<Fresh> oldest = bodies.values().iterator();
        while (held > most) {
            held -= oldest.next().octets.length;
            oldest.remove();
        }
    }

    /** Takes the body for one recipient; null if it is not here. */
    public synchronized byte @Nullable [] take(long recordNo) {
        Fresh fresh = bodies.get(recordNo);
        if (fresh == null) {
            return null;
        }
        fresh.recipients--;
        if (fresh.recipients == 0) {
            bodies.remove(recordNo);
            held -= fresh.octets.length;
        }
        return fresh.octets;
    }

    private static final class Fresh {
        private final byte[] octets;
        private int recipients;

        Fresh(byte[] octets, int recipients) {
            this.octets = octets;
            this.recipients = recipients;
        }
    }
}
