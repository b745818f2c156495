package org.tongqu.adapters.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The headers of the national data sharing and exchange platform (国家数据共享交换平台): {@code gjgxjhpt_rid} (who asks), {@code _sid} (which
 * service), {@code _rtime} (milliseconds) and {@code _sign} = Base64 of HMAC-SHA256 over sid, rid and rtime. The secret changes: it is
 * fetched by the same four fields, signed with the application's key, from {@code /sysapi/auth/refreshappsecret}, and comes encrypted by
 * that key with its end. Those that we give out follow from the key and the hour, so that nothing about them has to be kept; the one
 * before holds as long again.
 */
public final class Gjgxjhpt implements AuthScheme {
    private static final String REFRESH = "/sysapi/auth/refreshappsecret";
    private static final String RID = "rid";
    private static final String SID = "sid";
    private static final String APP_KEY = "app-key";
    private static final String PREFIX = "gjgxjhpt_";
    private static final Duration EPOCH = Duration.ofHours(1);

    private final AesVariant aes;
    private final IssuedTokens<AppSecret> issued = new IssuedTokens<>();

    /** Two calls at one moment would have one signature, and the second would look like a replay. */
    private final AtomicLong latest = new AtomicLong();

    private record AppSecret(String value, Instant until) {
        /** Until when, never what. */
        @Override
        public String toString() {
            return "AppSecret[" + until + "]";
        }
    }

    /**
     * The scheme.
     *
     * @param aes how the platform encrypts the secret
     */
    public Gjgxjhpt(AesVariant aes) {
        this.aes = aes;
    }

    @Override
    public List<Need> needs() {
        return List.of(Need.plain(RID), Need.perCall(SID), Need.secret(APP_KEY));
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        IssuedTokens.Holder holder = new IssuedTokens.Holder(around.address(), credentials);
        return issued.get(holder, () -> refresh(call, credentials, around)).thenCompose(secret -> {
            if (secret.until().isAfter(around.clock().instant())) {
                call.headers().putAll(signed(call, credentials, around.clock(), secret.value()));
                return CompletableFuture.completedFuture(null);
            }
            issued.forget(holder, secret::equals);
            return issued.get(holder, () -> refresh(call, credentials, around)).thenAccept(fresh -> call.headers()
                    .putAll(signed(call, credentials, around.clock(), fresh.value())));
        });
    }

    @Override
    public void forget(Call call, Credentials credentials, ClientSide around) {
        Map<String, String> shown = call.headers();
        issued.forget(new IssuedTokens.Holder(around.address(), credentials), secret -> signature(
                        secret.value(),
                        shown.getOrDefault(PREFIX + "sid", ""),
                        shown.getOrDefault(PREFIX + "rid", ""),
                        shown.getOrDefault(PREFIX + "rtime", ""))
                .equals(shown.get(PREFIX + "sign")));
    }

    private CompletableFuture<AppSecret> refresh(Call call, Credentials credentials, ClientSide around) {
        String key = credentials.text(APP_KEY);
        Map<String, String> headers = signed(call, credentials, around.clock(), key);
        ObjectNode body = StrictJson.object();
        headers.forEach(body::put);
        headers.put("Content-Type", "application/json");
        return around.errands()
                .post(REFRESH, headers, StrictJson.writeText(body))
                .thenApply(reply -> read(reply, key));
    }

    private AppSecret read(Reply reply, String key) {
        try {
            JsonNode answer = StrictJson.parse(reply.body());
            JsonNode secret = answer.at("/data/secret");
            JsonNode end = answer.at("/data/secretEndTime");
            if (reply.status() / 100 != 2 || !secret.isString() || !end.isValueNode()) {
                throw new IllegalStateException("no secret in the answer to " + REFRESH + ", status " + reply.status());
            }
            return new AppSecret(
                    aes.decrypt(secret.stringValue(), key), Instant.ofEpochMilli(Long.parseLong(end.asString())));
        } catch (MalformedJson | NumberFormatException otherAnswer) {
            throw new IllegalStateException("no secret in the answer to " + REFRESH, otherAnswer);
        }
    }

    private Map<String, String> signed(Call call, Credentials credentials, Clock clock, String secret) {
        String sid = credentials.textFor(SID, call);
        String rid = credentials.text(RID);
        String time = Long.toString(latest.updateAndGet(last -> Math.max(last + 1, clock.millis())));
        Map<String, String> headers = new TreeMap<>();
        headers.put(PREFIX + "rid", rid);
        headers.put(PREFIX + "sid", sid);
        headers.put(PREFIX + "rtime", time);
        headers.put(PREFIX + "sign", signature(secret, sid, rid, time));
        return headers;
    }

    private static String signature(String secret, String sid, String rid, String time) {
        return Base64.getEncoder().encodeToString(Digesting.hmacSha256(secret, sid + rid + time));
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        Instant now = around.clock().instant();
        List<String> secrets = Stream.of(now, now.minus(EPOCH))
                .map(at -> secret(credentials, at))
                .toList();
        verify(call, credentials, credentials.textFor(SID, call), secrets, around);
    }

    /** The four fields may stand in headers, in a form or in a JSON object: clients differ. */
    private static Call withFields(Call call) {
        Call shown = new Call(call.name(), call.message());
        shown.headers().putAll(call.headers());
        Map<String, String> fields = new TreeMap<>(call.parameters());
        try {
            StrictJson.parse(call.message()).properties().forEach(member -> {
                if (member.getValue().isValueNode()) {
                    fields.put(member.getKey(), member.getValue().asString());
                }
            });
        } catch (MalformedJson aFormOrNothing) {
            // Then they are parameters or headers.
        }
        for (String name : List.of("rid", "sid", "rtime", "sign")) {
            String value = fields.get(PREFIX + name);
            if (value != null) {
                shown.headers().putIfAbsent(PREFIX + name, value);
            }
        }
        return shown;
    }

    private static void verify(
            Call call, Credentials credentials, String service, List<String> secrets, ServerSide around)
            throws NotAuthentic {
        String rid = Digesting.required(call, PREFIX + "rid");
        String sid = Digesting.required(call, PREFIX + "sid");
        String time = Digesting.required(call, PREFIX + "rtime");
        String shown = Digesting.required(call, PREFIX + "sign");
        Digesting.requireCaller(credentials.text(RID), rid);
        Digesting.requireCaller(service, sid);
        if (secrets.stream().noneMatch(one -> Digesting.isSame(signature(one, sid, rid, time), shown, false))) {
            throw new NotAuthentic(NotAuthentic.Reason.EXPIRED, "the signature does not hold; fetch a new secret");
        }
        around.requireNow(Digesting.millis(time));
        around.requireFirst(shown, call);
    }

    private static String secret(Credentials credentials, Instant at) {
        long epoch = at.toEpochMilli() / EPOCH.toMillis();
        return Digesting.hmacSha256Hex(credentials.text(APP_KEY), "secret|" + credentials.text(RID) + "|" + epoch);
    }

    @Override
    public boolean issuesAt(String path) {
        return path.equals(REFRESH);
    }

    @Override
    public Optional<Reply> issue(String path, Call call, Credentials credentials, ServerSide around)
            throws NotAuthentic {
        if (!path.equals(REFRESH)) {
            return Optional.empty();
        }
        String key = credentials.text(APP_KEY);
        Call shown = withFields(call);
        verify(shown, credentials, Digesting.required(shown, PREFIX + "sid"), List.of(key), around);
        Instant now = around.clock().instant();
        long end = (now.toEpochMilli() / EPOCH.toMillis() + 1) * EPOCH.toMillis();
        ObjectNode answer = StrictJson.object().put("code", "0");
        answer.putObject("data")
                .put("secret", aes.encrypt(secret(credentials, now), key))
                .put("secretEndTime", end);
        return Optional.of(new Reply(200, StrictJson.writeText(answer)));
    }
}
