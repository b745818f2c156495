package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where parties find the gateway, for descriptions that name the address of a service.
 *
 * @param base scheme, host, and what else a proxy puts in front of the path, without a slash behind; empty where the gateway is found as it
 *     was asked
 */
public record PublicAddress(String base) {
    /** Every caller finds it as it asked. */
    public static final PublicAddress AS_ASKED = new PublicAddress("");

    /** The address of what was asked for, without the query. */
    public String of(HttpServletRequest request) {
        return base.isEmpty() ? request.getRequestURL().toString() : base + request.getRequestURI();
    }
}
