package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.seal.Seal;

/** The header {@code Seal} of a request. */
final class SealHeaderField {
    private SealHeaderField() {}

    /** @throws Rejection {@code SEAL_INVALID} unless there is exactly one, of the right shape */
    static Seal of(HttpServletRequest request) {
        List<String> seals = Collections.list(request.getHeaders("Seal"));
        if (seals.size() != 1) {
            throw new Rejection(ProblemCode.SEAL_INVALID, "Send exactly one header: Seal: <protected>..<signature>.");
        }
        try {
            return Seal.parse(seals.get(0).strip());
        } catch (IllegalArgumentException otherShape) {
            throw new Rejection(
                    ProblemCode.SEAL_INVALID, "The header Seal has not the shape <protected>..<signature>.");
        }
    }
}
