package org.tongqu.adapters.rest;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.WebRequest;
import org.tongqu.record.Sha256;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** Writes JSON answers as exact octets: what one caller may read is never stored on the way, what all may read is cached. */
final class JsonAnswer {
    private static final int TAG_DIGITS = 32;
    private static final Duration FRESH = Duration.ofMinutes(1);

    private JsonAnswer() {}

    /** An answer for this caller only. */
    static ResponseEntity<byte[]> of(HttpStatus status, JsonNode body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .header("X-Content-Type-Options", "nosniff")
                .body(StrictJson.write(body));
    }

    /** An answer for everybody, fresh for a minute, with an {@code ETag}; 304 for who has it already. */
    static ResponseEntity<byte[]> everybodys(WebRequest request, MediaType type, byte[] body) {
        String tag = tag(body);
        if (request.checkNotModified(tag)) {
            return shared(ResponseEntity.status(HttpStatus.NOT_MODIFIED), tag).build();
        }
        return shared(ResponseEntity.ok(), tag).contentType(type).body(body);
    }

    private static ResponseEntity.BodyBuilder shared(ResponseEntity.BodyBuilder answer, String tag) {
        return answer.eTag(tag)
                .cacheControl(CacheControl.maxAge(FRESH).cachePublic())
                .header("X-Content-Type-Options", "nosniff");
    }

    private static String tag(byte[] body) {
        return '"' + Sha256.hex(body).substring(0, TAG_DIGITS) + '"';
    }
}
