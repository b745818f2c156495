package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * From where a password may come over a connection that is not TLS: from this machine, and from addresses for which the site answers, such as
 * a proxy that ends TLS before the gateway. What a request says of its own way, as {@code X-Forwarded-Proto} does, is not asked: anybody can
 * write it.
 *
 * @param from the addresses, as the connection has them
 */
public record ClearPasswords(Set<InetAddress> from) {
    /** Copies the set. */
    public ClearPasswords {
        from = Set.copyOf(from);
    }

    /** Whether whoever is on the way of this request could read a password in it. */
    public boolean wouldBeRead(HttpServletRequest request) {
        return !request.isSecure() && !isFromHere(request.getRemoteAddr());
    }

    @SuppressWarnings("AddressSelection") // An address in digits is one address; nothing is looked up.
    private boolean isFromHere(String address) {
        try {
            InetAddress caller = InetAddress.getByName(address);
            return caller.isLoopbackAddress() || from.contains(caller);
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
