package org.tongqu.record.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;

/**
 * Which questions are meant; all that is given must fit.
 *
 * @param since first asked then or later; null for however long ago
 * @param party who asked or is asked; null for anybody
 * @param type of the question; null for any
 */
public record QueryFilter(@Nullable Instant since, @Nullable PartyId party, @Nullable RecordType type) {}
