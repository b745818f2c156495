package org.tongqu.adapters.auth;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * An account in parameters of every call, such as a user's name and password in the header of a service of SOAP. Immutable.
 *
 * @param plain the names of parameters, each with the credential that it has
 * @param secret the same of those that only the caller knows
 */
public record AccountAuth(Map<String, String> plain, Map<String, String> secret) implements AuthScheme {
    /** Copies the maps. */
    public AccountAuth {
        plain = Map.copyOf(plain);
        secret = Map.copyOf(secret);
    }

    @Override
    public List<Need> needs() {
        List<Need> needs = new ArrayList<>();
        plain.values().stream().sorted().forEach(name -> needs.add(Need.plain(name)));
        secret.values().stream().sorted().forEach(name -> needs.add(Need.secret(name)));
        return needs;
    }

    /** Names alone are shown to anybody who looks. */
    @Override
    public boolean canVerify() {
        return !secret.isEmpty();
    }

    @Override
    public Set<String> parameters() {
        Set<String> names = new LinkedHashSet<>(plain.keySet());
        names.addAll(secret.keySet());
        return names;
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        plain.forEach((parameter, name) -> call.parameters().put(parameter, credentials.text(name)));
        secret.forEach((parameter, name) -> call.parameters().put(parameter, credentials.text(name)));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        Digesting.requireHidden(call);
        for (var one : plain.entrySet()) {
            Digesting.requireCaller(credentials.text(one.getValue()), shown(call, one.getKey()));
        }
        for (var one : secret.entrySet()) {
            Digesting.requireValid(credentials.text(one.getValue()), shown(call, one.getKey()), false);
        }
    }

    private static String shown(Call call, String parameter) throws NotAuthentic {
        String value = call.parameters().get(parameter);
        if (value == null || value.isBlank()) {
            throw NotAuthentic.incomplete("parameter " + parameter);
        }
        return value.strip();
    }
}
