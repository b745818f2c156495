package org.tongqu.routes.intake;

import org.jspecify.annotations.Nullable;
import org.tongqu.record.port.Intake.Heard;

/**
 * What a party's system said, with the parts that came before if it is the last part of a record.
 *
 * @param message the message itself, or all parts as one
 * @param answer what is said of a part that waits for others; null if the record is there
 */
record GatheredMessage(MessageSubmission message, @Nullable Heard answer) {}
