package org.tongqu.routes.intake;

import java.util.Optional;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.site.Site;

/** What one item of a batch is, however its sender is known. */
sealed interface BatchItem permits Submission, AttestedSubmission, MessageSubmission {
    /** The business key that it states, whatever else is wrong with it; empty if none can be made out. */
    Optional<BusinessKey> statedKey(Site site);
}
