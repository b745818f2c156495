package org.tongqu.routes.intake;

import java.time.Instant;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Translator;

/**
 * What a party's system said in its own dialect; the channel attests whose it is.
 *
 * @param party whose system it is
 * @param translator of its dialect
 * @param call the partner's name of the call
 * @param octets exactly what came
 * @param cameAt when it came
 */
record MessageSubmission(PartyId party, Translator translator, String call, byte[] octets, Instant cameAt) {}
