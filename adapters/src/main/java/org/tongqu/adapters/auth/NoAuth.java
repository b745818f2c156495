package org.tongqu.adapters.auth;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Nothing is shown: the network has to be trusted. For calls that go out; what comes in without a proof is nobody's. */
public record NoAuth() implements AuthScheme {
    @Override
    public List<Need> needs() {
        return List.of();
    }

    @Override
    public boolean canVerify() {
        return false;
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        throw NotAuthentic.incomplete("a scheme that tells who calls");
    }
}
