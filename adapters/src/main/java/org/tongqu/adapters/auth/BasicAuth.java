package org.tongqu.adapters.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** User name and password in every call (RFC 7617), in UTF-8. */
public record BasicAuth() implements AuthScheme {
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String HEADER = "Authorization";

    @Override
    public List<Need> needs() {
        return List.of(Need.plain(USER), Need.secret(PASSWORD));
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        call.headers().put(HEADER, "Basic " + pair(credentials));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        String shown = Digesting.required(call, HEADER);
        if (!shown.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw NotAuthentic.incomplete("header Authorization: Basic");
        }
        Digesting.requireHidden(call);
        Digesting.requireValid(pair(credentials), shown.substring(6).strip(), false);
    }

    private static String pair(Credentials credentials) {
        String pair = credentials.text(USER) + ":" + credentials.text(PASSWORD);
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
