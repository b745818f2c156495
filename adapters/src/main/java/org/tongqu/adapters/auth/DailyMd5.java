package org.tongqu.adapters.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * An application key with a signature that holds for a day: {@code sign = MD5(appId + appSecret + yyyyMMdd + apiCode)}, as Guizhou's
 * platform has it. Whoever hears a call can make others on the same day, so it belongs in a channel that cannot be heard; a message that
 * comes again is known by its identity. The day is China's; around midnight the neighbouring day holds too.
 */
public record DailyMd5() implements AuthScheme {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final String APP_ID = "app-id";
    private static final String APP_SECRET = "app-secret";
    private static final String API_KEY = "api-key";
    private static final String API_CODE = "api-code";

    @Override
    public List<Need> needs() {
        return List.of(Need.plain(APP_ID), Need.secret(APP_SECRET), Need.secret(API_KEY), Need.perCall(API_CODE));
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        String code = credentials.textFor(API_CODE, call);
        call.headers().put("appId", credentials.text(APP_ID));
        call.headers().put("apiCode", code);
        call.headers().put("requestNo", around.nonce());
        call.headers().put("apiKey", credentials.text(API_KEY));
        call.headers().put("sign", signature(credentials, code, around.clock().instant()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        Digesting.requireCaller(credentials.text(APP_ID), Digesting.required(call, "appId"));
        Digesting.requireValid(credentials.text(API_KEY), Digesting.required(call, "apiKey"), false);
        String code = credentials.textFor(API_CODE, call);
        Digesting.requireCaller(code, Digesting.required(call, "apiCode"));
        String shown = Digesting.required(call, "sign");
        Duration skew = ServerSide.MOST_SKEW;
        Instant now = around.clock().instant();
        boolean holds = Stream.of(now, now.minus(skew), now.plus(skew))
                .anyMatch(day -> Digesting.isSame(signature(credentials, code, day), shown, true));
        if (!holds) {
            throw new NotAuthentic(NotAuthentic.Reason.NOT_VALID, "the signature does not hold today");
        }
    }

    private static String signature(Credentials credentials, String apiCode, Instant at) {
        String day = LocalDate.ofInstant(at, CHINA).format(DateTimeFormatter.BASIC_ISO_DATE);
        return Digesting.md5Hex(credentials.text(APP_ID) + credentials.text(APP_SECRET) + day + apiCode);
    }
}
