package org.tongqu.routes.intake;

import java.time.Instant;
import org.tongqu.record.seal.Seal;

/**
 * A record as it came to the door; nothing is known about it yet.
 *
 * @param octets the exact body
 * @param seal the seal over it
 * @param cameAt when it came
 */
record Submission(byte[] octets, Seal seal, Instant cameAt) implements BatchItem {}
