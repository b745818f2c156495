package org.tongqu.adapters.rest;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * Answers what the container refused by itself under {@code /v1/} (an undecodable path, a filter's error) with a problem
 * document too, in place of the framework's error page.
 */
final class ContainerErrors extends AbstractHandlerMapping {
    private final ProblemResolver problems;

    ContainerErrors(ProblemResolver problems) {
        this.problems = problems;
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return failed instanceof String path && path.startsWith(ProblemResolver.OURS)
                ? (HttpRequestHandler) this::answer
                : null;
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            return;
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Problem problem = problems.problem(
                status instanceof Integer code ? code : 500, failure instanceof Throwable thrown ? thrown : null);
        ProblemResolver.answer(problem, response);
    }
}
