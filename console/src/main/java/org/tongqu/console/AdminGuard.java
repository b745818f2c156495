package org.tongqu.console;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** Answers only who shows the {@link AdminToken}, and says what went wrong. Thread-safe. */
record AdminGuard(AdminToken token) {
    /** This answer; 401 without the token, 503 while the ledger is away. */
    ResponseEntity<byte[]> answer(@Nullable String who, Supplier<ResponseEntity<byte[]>> answer) {
        if (!token.isShownBy(who)) {
            return problem(401, "the admin token is needed");
        }
        try {
            return answer.get();
        } catch (LedgerUnavailable unavailable) {
            return problem(503, "the ledger cannot be reached");
        }
    }

    static ResponseEntity<byte[]> problem(int status, String title) {
        return ResponseEntity.status(status)
                .body(StrictJson.write(StrictJson.object().put("title", title).put("status", status)));
    }

    /** The text of a member of a JSON body; empty if it is missing, blank or no text. */
    static Optional<String> member(byte[] body, String name) {
        try {
            JsonNode value = StrictJson.parse(body).get(name);
            return value != null && value.isString() && !value.stringValue().isBlank()
                    ? Optional.of(value.stringValue())
                    : Optional.empty();
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }
}
