package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.ProofVerifier;

/**
 * Finds out who calls, from {@code Authorization: Seal <compact JWS>}, over the method and the request target exactly as sent.
 * A method that names a {@link Caller} first among its parameters is therefore closed to everybody else.
 */
final class CallerResolver implements HandlerMethodArgumentResolver {
    private static final String SCHEME = "Seal ";

    private final ProofVerifier proofs;

    CallerResolver(ProofVerifier proofs) {
        this.proofs = proofs;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Caller resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
        if (http == null) {
            throw new IllegalStateException("not an HTTP request");
        }
        return new Caller(proofs.verify(proof(http), http.getMethod(), target(http)));
    }

    private static String proof(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (values.size() != 1 || !values.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new Rejection(
                    ProblemCode.PROOF_INVALID,
                    "Send exactly one header: Authorization: Seal <compact JWS of the proof>.");
        }
        return values.get(0).substring(SCHEME.length()).strip();
    }

    /** Path and query as they stood in the request line, nothing decoded. */
    private static String target(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
    }
}
