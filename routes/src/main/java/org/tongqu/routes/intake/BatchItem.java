package org.tongqu.routes.intake;

/** What one item of a batch is, however its sender is known. */
sealed interface BatchItem permits Submission, AttestedSubmission {
    /** The envelope as it came. */
    byte[] octets();
}
