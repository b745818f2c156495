package org.tongqu.adapters.soap;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.tongqu.adapters.rest.BodyBudget;
import org.tongqu.adapters.rest.BodyOctets;
import org.tongqu.adapters.rest.MappedPath;
import org.tongqu.adapters.rest.Problem;
import org.tongqu.adapters.rest.ProblemResolver;
import org.tongqu.adapters.rest.PublicAddress;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Sites;

/**
 * Stands before the SOAP service: gives out the contract, and lets in only messages that are within bounds, whole in memory, and looked
 * through. Whatever else comes is a fault, before anything has made a tree of it. {@code SOAPAction} goes no further.
 */
final class SoapGuard extends OncePerRequestFilter {
    static final String PATH = "/soap/exchange";
    /** The request's attribute with the {@link SoapMessage}. */
    static final String MESSAGE = "org.tongqu.adapters.soap.message";

    /** The request's attribute with the {@link BodyBudget.Share} of the call. */
    static final String SHARE = "org.tongqu.adapters.soap.share";

    private static final String PREFIX = "/soap";
    static final int LARGEST = 4 << 20;
    /** A tree takes about so many times what the text has. */
    private static final int TREE = 8;

    private final Contract contract;
    private final Sites sites;
    private final BodyBudget budget;
    private final ProblemResolver problems;
    private final PublicAddress address;

    SoapGuard(Contract contract, Sites sites, BodyBudget budget, ProblemResolver problems, PublicAddress address) {
        this.contract = contract;
        this.sites = sites;
        this.budget = budget;
        this.problems = problems;
        this.address = address;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !MappedPath.of(request).startsWith(PREFIX)
                && !request.getRequestURI().startsWith(PREFIX);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getRequestURI().equals(PATH)) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (request.getMethod().equals("GET") && "wsdl".equalsIgnoreCase(request.getQueryString())) {
            contract.writeTo(response, address.of(request));
        } else if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "GET, POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            guard(request, response, chain);
        }
    }

    private void guard(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<SoapVersion> stated = SoapVersion.ofMediaType(mediaType(request));
        try (BodyBudget.Share share = budget.share()) {
            SoapMessage message;
            try {
                message = message(request, stated, share);
            } catch (RuntimeException refused) {
                write(response, stated.orElse(SoapVersion.V11), problems.problem(refused));
                return;
            }
            request.setAttribute(MESSAGE, message);
            request.setAttribute(SHARE, share);
            chain.doFilter(new Replayed(request, message), response);
        }
    }

    private SoapMessage message(HttpServletRequest request, Optional<SoapVersion> stated, BodyBudget.Share share) {
        requireMediaType(request, stated);
        byte[] octets = BodyOctets.readMessage(request, largest(), share);
        share.add((long) octets.length * TREE);
        SoapMessage message = MessageScan.scan(octets);
        if (stated.filter(version -> version != message.version()).isPresent()) {
            throw new Rejection(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send SOAP 1.1 as text/xml and SOAP 1.2 as application/soap+xml.");
        }
        return message;
    }

    /** The most octets of a message that it reads now. */
    int largest() {
        return Math.min(LARGEST, sites.current().limits().maxBatchSize());
    }

    private static void requireMediaType(HttpServletRequest request, Optional<SoapVersion> stated) {
        if (stated.isEmpty()) {
            throw new Rejection(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send SOAP 1.1 as text/xml or SOAP 1.2 as application/soap+xml, without attachments.");
        }
        if (!isUtf8(request.getContentType())) {
            throw new Rejection(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the message in UTF-8.");
        }
    }

    /** What the header says, not what the container takes it for. */
    private static boolean isUtf8(String contentType) {
        try {
            Charset charset = MediaType.parseMediaType(contentType).getCharset();
            return charset == null || charset.equals(StandardCharsets.UTF_8);
        } catch (InvalidMediaTypeException | IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return false;
        }
    }

    private static String mediaType(HttpServletRequest request) {
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    private static void write(HttpServletResponse response, SoapVersion version, Problem problem) throws IOException {
        String envelope = Envelopes.of(version, "", Envelopes.fault(version, problem));
        Exchange.Answer answer = Exchange.Answer.fault(Envelopes.read(envelope, version), version, problem);
        byte[] octets = answer.octets();
        response.setStatus(answer.status());
        response.setContentType(version.mediaType() + ";charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        if (answer.retryAfter() != null) {
            response.setHeader(
                    "Retry-After", Long.toString(Math.max(1, answer.retryAfter().toSeconds())));
        }
        response.setContentLength(octets.length);
        response.getOutputStream().write(octets);
    }

    /** The request with the frame of the message as its body, and without what must not matter. */
    private static final class Replayed extends HttpServletRequestWrapper {
        private static final String ACTION = "SOAPAction";

        private final byte[] body;

        Replayed(HttpServletRequest request, SoapMessage message) {
            super(request);
            this.body = message.frame();
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(ACTION) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return name.equalsIgnoreCase(ACTION) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                    .filter(name -> !name.equalsIgnoreCase(ACTION))
                    .toList());
        }

        /** Without {@code action=}, which is to SOAP 1.2 what the header is to 1.1. */
        @Override
        public String getContentType() {
            return mediaType((HttpServletRequest) getRequest()) + ";charset=UTF-8";
        }

        @Override
        public int getContentLength() {
            return body.length;
        }

        @Override
        public long getContentLengthLong() {
            return body.length;
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new StringReader(new String(body, StandardCharsets.UTF_8)));
        }

        @Override
        public ServletInputStream getInputStream() {
            return new InMemory(new ByteArrayInputStream(body));
        }
    }

    private static final class InMemory extends ServletInputStream {
        private final ByteArrayInputStream octets;

        InMemory(ByteArrayInputStream octets) {
            this.octets = octets;
        }

        @Override
        public int read() {
            return octets.read();
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return octets.read(into, from, length);
        }

        @Override
        public boolean isFinished() {
            return octets.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("what is in memory is read at once");
        }
    }
}
