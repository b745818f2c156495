package org.tongqu.routes.intake;

import org.tongqu.record.Digest;
import org.tongqu.record.KeyId;

/**
 * A submission whose seal holds.
 *
 * @param submission what came
 * @param kid whose key sealed it
 * @param digest SM3 of the octets
 */
record VerifiedSubmission(Submission submission, KeyId kid, Digest digest) {}
