package org.tongqu.adapters.push;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealedText;

/**
 * What an HTTP answer to a push means.
 *
 * <ul>
 *   <li>2xx with a flattened JWS as whole body: receipted. Whether the receipt is good is for the lane to judge.
 *   <li>2xx with anything else, nothing, or HTML: accepted by the channel only.
 *   <li>2xx with more than 64 KiB: unknown, as after a time-out; whoever answers without end has not answered.
 *   <li>3xx, 401, 403, 404, 405, 408, 425, 429, 5xx: away; so is a 409 with {@code Retry-After}, by which a party, like this
 *       gateway, says that it is still busy with an earlier attempt. Code {@code PARTNER_AWAY_<status>}.
 *   <li>400, 413, 415, 422 and every other 4xx: refused. Code {@code PARTNER_REFUSED_<status>}.
 * </ul>
 */
final class HttpAnswer {
    private static final String WITHOUT_END = "PARTNER_ANSWERS_WITHOUT_END";
    private static final Set<Integer> AWAY_OF_4XX = Set.of(401, 403, 404, 405, 408, 425, 429);
    private static final int CONFLICT = 409;

    private HttpAnswer() {}

    static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    static Answer read(int status, HttpHeaders headers, CappedBody.Octets body, Instant now) {
        String contentType = headers.firstValue("Content-Type").orElse("");
        if (isSuccess(status) && body.cut()) {
            return withoutEnd(PartnerWords.ofAnswer(status, contentType, body));
        }
        if (isSuccess(status)) {
            return receipt(body)
                    .<Answer>map(Answer.Receipted::new)
                    .orElseGet(() -> new Answer.Accepted(PartnerWords.ofAnswer(status, contentType, body)));
        }
        String words = PartnerWords.ofProblem(status, contentType, body);
        Optional<Duration> retryAfter = headers.firstValue("Retry-After").flatMap(value -> RetryAfter.read(value, now));
        if (isAway(status, headers)) {
            return new Answer.Away("PARTNER_AWAY_" + status, words, retryAfter.orElse(null));
        }
        return new Answer.Refused("PARTNER_REFUSED_" + status, words);
    }

    /** Of an answer that says yes as far as it was read, and goes on. */
    static Answer withoutEnd(String words) {
        return new Answer.Unknown(WITHOUT_END, words);
    }

    /** Whether it was read as far as may be, and went on. */
    static boolean isWithoutEnd(Answer answer) {
        return answer instanceof Answer.Unknown unknown && unknown.code().equals(WITHOUT_END);
    }

    private static boolean isAway(int status, HttpHeaders headers) {
        return status / 100 != 4
                || AWAY_OF_4XX.contains(status)
                || (status == CONFLICT && headers.firstValue("Retry-After").isPresent());
    }

    private static Optional<SealedText> receipt(CappedBody.Octets body) {
        if (body.bytes().length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(SealedText.fromJson(StrictJson.parse(body.bytes())));
        } catch (MalformedJson | IllegalArgumentException somethingElse) {
            return Optional.empty();
        }
    }
}
