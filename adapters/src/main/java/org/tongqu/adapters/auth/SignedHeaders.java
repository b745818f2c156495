package org.tongqu.adapters.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tongqu.adapters.auth.BodyProtection.Encoding;

/**
 * An application's key, the time, often a nonce, and a digest over a text made of them and a secret, each in a header: what most platforms
 * without a scheme of their own ask for. How the headers are called, and of what the text is made, is for the dialect to say.
 *
 * @param names of the headers
 * @param over the text, with <code>{key}</code>, <code>{secret}</code>, <code>{time}</code>, <code>{nonce}</code>, <code>{call}</code> and
 *     <code>{message}</code> for what they name
 * @param digest over that text
 * @param encoding of the digest
 * @param time how the time is written
 * @param valid for how long before and after its time a call is taken
 */
public record SignedHeaders(Names names, String over, Algorithm digest, Encoding encoding, Time time, Duration valid)
        implements AuthScheme {
    private static final String APP_KEY = "app-key";
    private static final String APP_SECRET = "app-secret";
    private static final Pattern PART = Pattern.compile("\\{([^{}]*)}");

    /** What can stand in braces. */
    public static final List<String> PARTS = List.of("key", "secret", "time", "nonce", "call", "message");

    /**
     * How the headers are called.
     *
     * @param key of the application
     * @param time of the call
     * @param nonce that tells it from others; empty if there is none
     * @param signature over the text
     */
    public record Names(String key, String time, String nonce, String signature) {}

    /** Digests that are in use. */
    public enum Algorithm {
        /** MD5 (RFC 1321). */
        MD5,
        /** SHA-256 (FIPS 180-4). */
        SHA_256,
        /** HMAC with SHA-256 (RFC 2104), under the secret. */
        HMAC_SHA256
    }

    /** How the time is written. */
    public enum Time {
        /** Milliseconds since 1970. */
        EPOCH_MILLIS,
        /** Seconds since 1970. */
        EPOCH_SECONDS,
        /** {@code yyyyMMddHHmmss} in Beijing. */
        BEIJING;

        private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
        private static final DateTimeFormatter FORM =
                DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

        String write(Instant moment) {
            return switch (this) {
                case EPOCH_MILLIS -> Long.toString(moment.toEpochMilli());
                case EPOCH_SECONDS -> Long.toString(moment.getEpochSecond());
                case BEIJING -> FORM.format(moment.atZone(CHINA));
            };
        }

        Instant read(String text) throws NotAuthentic {
            return switch (this) {
                case EPOCH_MILLIS -> Digesting.millis(text);
                case EPOCH_SECONDS -> Digesting.seconds(text);
                case BEIJING -> {
                    try {
                        yield LocalDateTime.parse(text, FORM).atZone(CHINA).toInstant();
                    } catch (DateTimeParseException noTime) {
                        throw NotAuthentic.incomplete("a time as yyyyMMddHHmmss");
                    }
                }
            };
        }
    }

    /**
     * @throws IllegalArgumentException if the text does not hold the time, the nonce that is shown, and the secret, or names anything else;
     *     with words for whoever wrote it
     */
    public SignedHeaders {
        List<String> named =
                PART.matcher(over).results().map(part -> part.group(1)).toList();
        boolean knowsSecret = digest == Algorithm.HMAC_SHA256 || named.contains("secret");
        if (!PARTS.containsAll(named)
                || !named.contains("time")
                || !knowsSecret
                || named.contains("nonce") == names.nonce().isEmpty()) {
            throw new IllegalArgumentException("the text must be made of " + PARTS);
        }
    }

    /** Whether the message is part of the text. */
    public boolean signsMessage() {
        return over.contains("{message}");
    }

    @Override
    public List<Need> needs() {
        return List.of(Need.plain(APP_KEY), Need.secret(APP_SECRET));
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        String now = time.write(around.clock().instant());
        String nonce = names.nonce().isEmpty() ? "" : around.nonce();
        call.headers().put(names.key(), credentials.textFor(APP_KEY, call));
        call.headers().put(names.time(), now);
        if (!names.nonce().isEmpty()) {
            call.headers().put(names.nonce(), nonce);
        }
        call.headers().put(names.signature(), signature(call, credentials, now, nonce));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        Digesting.requireCaller(credentials.textFor(APP_KEY, call), Digesting.required(call, names.key()));
        String shownTime = Digesting.required(call, names.time());
        String nonce = names.nonce().isEmpty() ? "" : Digesting.required(call, names.nonce());
        String shown = Digesting.required(call, names.signature());
        String expected = signature(call, credentials, shownTime, nonce);
        Digesting.requireValid(expected, shown, encoding == Encoding.HEX);
        around.requireNow(time.read(shownTime), valid);
        around.requireFirst(expected, call);
    }

    /** What is put in is not looked at again, whatever braces it has. */
    private String signature(Call call, Credentials credentials, String shownTime, String nonce) {
        String secret = credentials.textFor(APP_SECRET, call);
        String text = PART.matcher(over)
                .replaceAll(part -> Matcher.quoteReplacement(
                        switch (part.group(1)) {
                            case "key" -> credentials.textFor(APP_KEY, call);
                            case "secret" -> secret;
                            case "time" -> shownTime;
                            case "nonce" -> nonce;
                            case "call" -> call.name();
                            default -> call.message();
                        }));
        return encoding.write(
                switch (digest) {
                    case MD5 -> Digesting.md5(text);
                    case SHA_256 -> Digesting.sha256(text);
                    case HMAC_SHA256 -> Digesting.hmacSha256(secret, text);
                });
    }
}
