package org.tongqu.adapters.auth;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The headers {@code x-aep-appkey}, {@code -nonce}, {@code -timestamp} (milliseconds) and {@code -signature} = hexadecimal HMAC-SHA256
 * over {@code k=v&…} of these three and all parameters, sorted by name, as Jining's middle platform has it. The message counts under
 * {@code xmlStr}, or what the dialect calls it.
 *
 * @param messageName under which name the message is signed
 */
public record XAep(String messageName) implements AuthScheme {
    private static final String APP_KEY = "app-key";
    private static final String APP_SECRET = "app-secret";
    private static final String KEY_HEADER = "x-aep-appkey";
    private static final String NONCE_HEADER = "x-aep-nonce";
    private static final String TIME_HEADER = "x-aep-timestamp";
    private static final String SIGNATURE_HEADER = "x-aep-signature";

    @Override
    public List<Need> needs() {
        return List.of(Need.plain(APP_KEY), Need.secret(APP_SECRET));
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        call.headers().put(KEY_HEADER, credentials.text(APP_KEY));
        call.headers().put(NONCE_HEADER, around.nonce());
        call.headers().put(TIME_HEADER, Long.toString(around.clock().millis()));
        call.headers().put(SIGNATURE_HEADER, signature(call, credentials));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        Digesting.requireCaller(credentials.text(APP_KEY), Digesting.required(call, KEY_HEADER));
        Digesting.required(call, NONCE_HEADER);
        String time = Digesting.required(call, TIME_HEADER);
        String shown = Digesting.required(call, SIGNATURE_HEADER);
        String expected = signature(call, credentials);
        Digesting.requireValid(expected, shown, true);
        around.requireNow(Digesting.millis(time));
        around.requireFirst(expected, call);
    }

    private String signature(Call call, Credentials credentials) {
        Map<String, String> signed = new TreeMap<>(call.parameters());
        for (String header : List.of(KEY_HEADER, NONCE_HEADER, TIME_HEADER)) {
            signed.put(header, call.headers().get(header));
        }
        signed.put(messageName, call.message());
        String text = signed.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("&"));
        return Digesting.hmacSha256Hex(credentials.text(APP_SECRET), text);
    }
}
