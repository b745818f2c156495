package org.tongqu.record;

import java.util.regex.Pattern;

/**
 * Which key of which party: {@code <party-id>#<key-id>}, never reused.
 *
 * @param party whose key it is
 * @param key the key's name within the party, {@code [A-Za-z0-9._-]{1,40}}
 */
public record KeyId(PartyId party, String key) {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,40}");

    /** @throws IllegalArgumentException if the key's name has not the allowed shape */
    public KeyId {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key id, expected <party-id>#<key-id>");
        }
    }

    /** @throws IllegalArgumentException if the text is not {@code <party-id>#<key-id>} */
    public static KeyId parse(String kid) {
        int hash = kid.indexOf('#');
        if (hash < 0) {
            throw new IllegalArgumentException("not a key id, expected <party-id>#<key-id>");
        }
        return new KeyId(new PartyId(kid.substring(0, hash)), kid.substring(hash + 1));
    }

    @Override
    public String toString() {
        return party + "#" + key;
    }
}
