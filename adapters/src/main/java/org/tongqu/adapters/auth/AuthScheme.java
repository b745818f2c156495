package org.tongqu.adapters.auth;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A way in which systems show who calls. Immutable but for what it was issued; thread-safe. */
public interface AuthScheme {
    /** What it needs to know of a party, to call it and to be called by it. */
    List<Need> needs();

    /** Whether it can tell who calls; one that cannot is for calls that go out only. */
    default boolean canVerify() {
        return true;
    }

    /** The names of the parameters by which it shows who calls; what they hold is secret, and no part of what is said. */
    default Set<String> parameters() {
        return Set.of();
    }

    /**
     * Adds to a call that goes out what shows that we are the caller.
     *
     * @param call to which it adds
     * @param credentials of the party that is called
     * @param around time, chance and the way to the party
     * @return completes when the call may go; exceptionally if what it takes could not be had
     */
    CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around);

    /**
     * The certificate that is shown when the connection is made, with its private key, in PEM; empty if none is.
     *
     * @throws IllegalStateException if it cannot be read
     */
    default Optional<String> clientCertificate(Credentials credentials) {
        return Optional.empty();
    }

    /** Forgets what it was issued by this party and used in this call, because the answer said that it has run out. */
    default void forget(Call call, Credentials credentials, ClientSide around) {}

    /**
     * Makes sure that a call comes from this party.
     *
     * @param call that came
     * @param credentials of the party whose address was called
     * @param around time and what was used before
     * @throws NotAuthentic if it does not show that
     */
    void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic;

    /** Whether the scheme itself answers calls of this path below the party's address. */
    default boolean issuesAt(String path) {
        return false;
    }

    /**
     * Answers a call that belongs to the scheme itself, such as for a token.
     *
     * @param path below the party's address
     * @param call that came
     * @return the answer; empty if the path is none of the scheme's
     * @throws NotAuthentic if the caller may not have it
     */
    default Optional<Reply> issue(String path, Call call, Credentials credentials, ServerSide around)
            throws NotAuthentic {
        return Optional.empty();
    }
}
