package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/**
 * The path by which the container chose who answers: decoded and without dots, other than that of the request line. Filters that guard a
 * servlet go by this one, or they are passed by. Stateless.
 */
public final class MappedPath {
    private MappedPath() {}

    /** Of this request. */
    public static String of(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }
}
