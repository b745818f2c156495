package org.tongqu.config;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.tongqu.adapters.rest.MappedPath;

/**
 * Keeps the two doors apart: {@code /v1/} and {@code /soap/} on the parties' port only, everything else on the admin port only. There the host
 * must be loopback by name too, so that no web page can reach it through a name of its own (DNS rebinding). A path that the container
 * brings elsewhere than it reads, by dots or by encoded letters, is neither door's.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PortFilter extends OncePerRequestFilter {
    private final int adminPort;

    PortFilter(int adminPort) {
        this.adminPort = adminPort;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean atAdminPort = request.getLocalPort() == adminPort;
        boolean partiesPath = isParties(request.getRequestURI());
        boolean isPlain = partiesPath == isParties(MappedPath.of(request));
        boolean loopbackName =
                switch (request.getServerName()) {
                    case "127.0.0.1", "localhost", "[::1]", "::1" -> true;
                    default -> false;
                };
        if (isPlain && (atAdminPort ? !partiesPath && loopbackName : partiesPath)) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static boolean isParties(String path) {
        return path.startsWith("/v1") || path.startsWith("/soap");
    }
}
