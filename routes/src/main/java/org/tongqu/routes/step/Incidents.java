package org.tongqu.routes.step;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.port.IncidentIds;

/**
 * Logs what should never fail, under an id that the caller is told too. Says which exception and where, never its message:
 * messages of foreign code may quote payloads. Thread-safe.
 */
public final class Incidents {
    private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
    private static final int FRAMES = 12;

    private final IncidentIds ids;

    /** Incidents numbered by this source of ids. */
    public Incidents(IncidentIds ids) {
        this.ids = ids;
    }

    /**
     * Logs one.
     *
     * @param during what was being done, with ids but no content
     * @return the incident's id
     */
    public String report(String during, Throwable failure) {
        String id = ids.next();
        LOG.error("Incident {} during {}: {}", id, during, trace(failure));
        return id;
    }

    private static String trace(Throwable failure) {
        String here = failure.getClass().getName()
                + Arrays.stream(failure.getStackTrace())
                        .limit(FRAMES)
                        .map(frame -> "\n\tat " + frame)
                        .collect(Collectors.joining());
        Throwable cause = failure.getCause();
        return cause == null || cause == failure ? here : here + "\ncaused by " + trace(cause);
    }
}
