package org.tongqu.adapters.auth;

import java.util.Map;
import org.tongqu.record.dialect.Secret;

/**
 * What a party's file says that a scheme needs to know. Immutable; values are read at each use.
 *
 * @param values by name
 */
public record Credentials(Map<String, Secret> values) {
    /** Copies the map. */
    public Credentials {
        values = Map.copyOf(values);
    }

    /**
     * One of them.
     *
     * @throws IllegalStateException if the party's file does not have it, or it cannot be read
     */
    public String text(String name) {
        Secret secret = values.get(name);
        if (secret == null) {
            throw new IllegalStateException("credential " + name + " is missing");
        }
        return secret.reveal();
    }

    /** One that may differ from call to call: {@code <name>.<call>} if it is there, else {@code <name>}. */
    public String textFor(String name, Call call) {
        String own = name + "." + call.name();
        return text(values.containsKey(own) ? own : name);
    }

    /** The names alone. */
    @Override
    public String toString() {
        return "Credentials" + values.keySet();
    }
}
