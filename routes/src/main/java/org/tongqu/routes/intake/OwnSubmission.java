package org.tongqu.routes.intake;

import java.time.Instant;

/**
 * A record that the gateway itself made, not sealed yet.
 *
 * @param octets the exact envelope
 * @param cameAt when it was submitted
 */
record OwnSubmission(byte[] octets, Instant cameAt) {}
