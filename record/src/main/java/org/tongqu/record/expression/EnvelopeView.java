package org.tongqu.record.expression;

/**
 * What an expression may see of a record's envelope, besides its data.
 *
 * @param type the record type, {@code family.event}
 * @param source the sender's {@code /parties/<party-id>}
 * @param subject the business key
 * @param purpose the purpose 使用事由; empty when the record names none
 * @param division the sender's division, 6 digits
 */
public record EnvelopeView(String type, String source, String subject, String purpose, String division) {}
