package org.tongqu.adapters.soap;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.rest.Problem;
import org.tongqu.adapters.rest.ProblemResolver;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.site.Party;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** One call from its message to its answer: who calls, what it asks, and whatever goes wrong as a fault. Thread-safe. */
final class Exchange {
    private static final String ANONYMOUS = Namespaces.ADDRESSING + "/anonymous";
    private static final List<String> ANSWER_ELSEWHERE = List.of("ReplyTo", "FaultTo");
    private static final int LONGEST_ID = 512;

    private final Callers callers;
    private final Operations operations;
    private final AnswerSigner signer;
    private final ProblemResolver problems;
    private final IncidentIds ids;

    Exchange(Callers callers, Operations operations, AnswerSigner signer, ProblemResolver problems, IncidentIds ids) {
        this.callers = callers;
        this.operations = operations;
        this.signer = signer;
        this.problems = problems;
        this.ids = ids;
    }

    /**
     * What is answered.
     *
     * @param octets the whole message
     * @param status of HTTP
     * @param retryAfter when to come again; null if that does not help
     */
    record Answer(byte[] octets, int status, @Nullable Duration retryAfter) {
        private static Answer of(String envelope) {
            return new Answer(envelope.getBytes(StandardCharsets.UTF_8), 200, null);
        }

        /** A fault: 500 in SOAP 1.1 whoever is at fault; in SOAP 1.2 the caller's are 400. */
        static Answer fault(String envelope, SoapVersion version, Problem problem) {
            int status = version == SoapVersion.V12 && problem.status() < 500 ? 400 : 500;
            return new Answer(envelope.getBytes(StandardCharsets.UTF_8), status, problem.retryAfter());
        }

        /** How long it is, never what it says. */
        @Override
        public String toString() {
            return "Answer[" + status + ", " + octets.length + " bytes]";
        }
    }

    /** The answer to a message; nothing is thrown. */
    Answer answer(SoapMessage message, HttpServletRequest request) {
        SoapVersion version = message.version();
        String headers = "";
        boolean isSigned = false;
        try {
            Document document = Trees.read(message.text());
            Parts parts = Parts.of(document, version);
            requireAnswerHere(parts);
            Party caller = callers.caller(parts, request);
            headers = headers(parts);
            isSigned = caller.soap() != null && caller.soap().signs();
            String answer = Envelopes.of(version, headers, operations.perform(caller, parts.operation(), message));
            return Answer.of(isSigned ? signer.sign(answer, version) : answer);
        } catch (RuntimeException failure) {
            Problem problem = problems.problem(failure);
            String fault = Envelopes.of(version, headers, Envelopes.fault(version, problem));
            return Answer.fault(isSigned ? signed(fault, version) : fault, version, problem);
        }
    }

    /** Where the gateway cannot sign, the fault that says so is not signed. */
    private String signed(String fault, SoapVersion version) {
        try {
            return signer.sign(fault, version);
        } catch (IllegalStateException noKey) {
            return fault;
        }
    }

    /** Nobody is called because a message says so: an answer goes back on the connection on which the call came. */
    private static void requireAnswerHere(Parts parts) {
        for (String name : ANSWER_ELSEWHERE) {
            Optional<String> address = parts.block(Namespaces.ADDRESSING, name)
                    .flatMap(block -> Trees.child(block, Namespaces.ADDRESSING, "Address"))
                    .map(one -> one.getTextContent().strip());
            if (address.filter(one -> !one.equals(ANONYMOUS)).isPresent()) {
                throw new Rejection(
                        ProblemCode.MALFORMED,
                        "Answers go back on the same connection: leave out wsa:" + name + ", or write " + ANONYMOUS
                                + ".");
            }
        }
    }

    private String headers(Parts parts) {
        Optional<Element> messageId = parts.block(Namespaces.ADDRESSING, "MessageID");
        return messageId
                .map(one -> one.getTextContent().strip())
                .filter(id -> id.length() <= LONGEST_ID)
                .map(id -> "<wsa:To xmlns:wsa=\"" + Namespaces.ADDRESSING + "\">" + ANONYMOUS + "</wsa:To>"
                        + "<wsa:MessageID xmlns:wsa=\"" + Namespaces.ADDRESSING + "\">urn:tongqu:answer:" + ids.next()
                        + "</wsa:MessageID>"
                        + "<wsa:RelatesTo xmlns:wsa=\"" + Namespaces.ADDRESSING + "\">" + Envelopes.escaped(id)
                        + "</wsa:RelatesTo>")
                .orElse("");
    }
}
