package org.tongqu.record.operation;

import java.time.Instant;
import java.util.UUID;

/**
 * What a job did to a delivery, told with the delivery's way.
 *
 * @param job which job
 * @param kind what it does
 * @param who ordered it
 * @param reason why
 * @param at when it came to the delivery
 * @param result what became of it
 */
public record JobEvent(UUID job, JobKind kind, String who, String reason, Instant at, JobItem.Result result) {}
