package org.tongqu.adapters.auth;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The headers {@code x-tif-paasid}, {@code -timestamp} (seconds), {@code -nonce} and {@code -signature} = hexadecimal SHA-256 of
 * timestamp, token, nonce and timestamp again, as Guangdong's platform has it.
 */
public record XTif() implements AuthScheme {
    private static final String PAAS_ID = "paas-id";
    private static final String TOKEN = "token";

    @Override
    public List<Need> needs() {
        return List.of(Need.plain(PAAS_ID), Need.secret(TOKEN));
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        String time = Long.toString(around.clock().instant().getEpochSecond());
        String nonce = around.nonce();
        call.headers().put("x-tif-paasid", credentials.text(PAAS_ID));
        call.headers().put("x-tif-timestamp", time);
        call.headers().put("x-tif-nonce", nonce);
        call.headers().put("x-tif-signature", signature(credentials, time, nonce));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        Digesting.requireCaller(credentials.text(PAAS_ID), Digesting.required(call, "x-tif-paasid"));
        String time = Digesting.required(call, "x-tif-timestamp");
        String nonce = Digesting.required(call, "x-tif-nonce");
        String shown = Digesting.required(call, "x-tif-signature");
        String expected = signature(credentials, time, nonce);
        Digesting.requireValid(expected, shown, true);
        around.requireNow(Digesting.seconds(time));
        around.requireFirst(expected, call);
    }

    private static String signature(Credentials credentials, String time, String nonce) {
        return Digesting.sha256Hex(time + credentials.text(TOKEN) + nonce + time);
    }
}
