package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.IncidentIds;

/**
 * The one place where a failure becomes an answer of the REST door, also for paths that no controller has. Whatever is not
 * foreseen is {@code INTERNAL} with an incident id; the log has the same id with the classes and places of the failure, never
 * its texts, which could quote a record.
 *
 * <p>A resolver by path, not a controller advice: an advice bound to our controllers is not asked when no controller fits (404,
 * 405, 415), an unbound one would answer for the console too.
 */
public final class ProblemResolver implements HandlerExceptionResolver, Ordered {
    static final String OURS = "/v1/";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResolver.class);

    private final IncidentIds incidents;

    /** @param incidents names what is not foreseen */
    public ProblemResolver(IncidentIds incidents) {
        this.incidents = incidents;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        if (!request.getRequestURI().startsWith(OURS)) {
            return null;
        }
        boolean isCallerGone = response.isCommitted() && failure instanceof IOException;
        if (isCallerGone || failure instanceof AsyncRequestNotUsableException) {
            return new ModelAndView();
        }
        if (response.isCommitted()) {
            return brokenOff(failure);
        }
        answer(problem(failure), response);
        return new ModelAndView();
    }

    /** Half of an answer must not pass for the whole: the container, to which the failure goes on, ends the connection. */
    private static @Nullable ModelAndView brokenOff(Exception failure) {
        LOG.warn("an answer broke off {}", Places.of(failure));
        return null;
    }

    /**
     * The answer for a status that the container itself set, before or beside the controllers.
     *
     * @param failure what it says was the cause; null if there was no exception
     */
    Problem problem(int status, @Nullable Throwable failure) {
        return switch (status) {
            case 404 -> of(ProblemCode.NOT_FOUND, "There is nothing at this path.");
            case 405 -> Problem.methodNotAllowed(Set.of());
            case 413 -> of(ProblemCode.TOO_LARGE, "The request is too large.");
            case 415 ->
                of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "This path does not take this Content-Type; see the API description at /v1/openapi.json.");
            case 503 -> of(ProblemCode.UNAVAILABLE, "The gateway could not answer in time.");
            default ->
                status / 100 == 4
                        ? of(ProblemCode.MALFORMED, "The request could not be understood.")
                        : incident("status " + status, failure);
        };
    }

    /** What a failure says to its caller; one that is not foreseen is logged with the incident that it names. */
    public Problem problem(Throwable failure) {
        if (failure instanceof Rejection rejection) {
            return Problem.of(rejection);
        }
        if (failure instanceof LedgerUnavailable) {
            return of(
                    ProblemCode.UNAVAILABLE, "The ledger cannot be reached; nothing was decided. A repeat settles it.");
        }
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return problem(failure.getCause());
        }
        if (failure instanceof HttpRequestMethodNotSupportedException other) {
            String[] allowed = other.getSupportedMethods();
            return Problem.methodNotAllowed(allowed == null ? Set.of() : new TreeSet<>(List.of(allowed)));
        }
        if (failure instanceof ErrorResponse spring && spring.getStatusCode().value() != 500) {
            return problem(spring.getStatusCode().value(), null);
        }
        return incident("unforeseen failure", failure);
    }

    private Problem incident(String what, @Nullable Throwable failure) {
        String id = incidents.next();
        LOG.error("incident={} {} {}", id, what, failure == null ? "" : Places.of(failure));
        return of(ProblemCode.INTERNAL, "Quote incident " + id + " to the operators of the gateway.");
    }

    private static Problem of(ProblemCode code, String detail) {
        return Problem.of(new Rejection(code, detail, List.<FieldError>of()));
    }

    /** Writes the problem; a caller that is gone already needs no answer. */
    static void answer(Problem problem, HttpServletResponse response) {
        try {
            problem.writeTo(response);
        } catch (IOException callerGone) {
            LOG.debug("the caller did not wait for its answer");
        }
    }
}
