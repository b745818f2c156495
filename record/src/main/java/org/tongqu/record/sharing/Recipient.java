package org.tongqu.record.sharing;

import org.tongqu.record.PartyId;

/**
 * A party that a rule gives a record to.
 *
 * @param party who
 * @param rule by which rule; if several match, a whole grant first, then the one first by name
 */
public record Recipient(PartyId party, SharingRule rule) {}
