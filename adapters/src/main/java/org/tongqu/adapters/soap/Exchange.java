package org.tongqu.adapters.soap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.rest.BodyBudget;
import org.tongqu.adapters.rest.Problem;
import org.tongqu.adapters.rest.ProblemResolver;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.site.Party;

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
     * @param envelope the whole message
     * @param status of HTTP
     * @param retryAfter when to come again; null if that does not help
     */
    record Answer(SOAPMessage envelope, int status, @Nullable Duration retryAfter) {
        /** A fault: 500 in SOAP 1.1 whoever is at fault; in SOAP 1.2 the caller's are 400. */
        static Answer fault(SOAPMessage envelope, SoapVersion version, Problem problem) {
            int status = version == SoapVersion.V12 && problem.status() < 500 ? 400 : 500;
            return new Answer(envelope, status, problem.retryAfter());
        }

        /** The message as it goes out. */
        byte[] octets() {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            try {
                envelope.writeTo(octets);
            } catch (SOAPException | IOException never) {
                throw new IllegalStateException("an answer in memory can be written", never);
            }
            return octets.toByteArray();
        }

        /** Its status, never what it says. */
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /**
     * The answer to a message; nothing is thrown.
     *
     * @param share what the call holds of the door's budget, until its answer is written
     */
    Answer answer(SoapMessage message, HttpServletRequest request, BodyBudget.Share share) {
        SoapVersion version = message.version();
        UnaryOperator<String> headers = action -> "";
        boolean isSigned = false;
        try {
            Parts parts = Parts.of(message.document(), version);
            requireAnswerHere(parts);
            Party caller = callers.caller(parts, request);
            headers = headers(parts);
            isSigned = caller.soap() != null && caller.soap().signs();
            String body = operations.perform(caller, parts.operation(), message, share);
            String answer = Envelopes.of(version, headers.apply("Response"), body);
            SOAPMessage envelope = isSigned ? signer.sign(answer, version) : Envelopes.read(answer, version);
            return new Answer(envelope, 200, null);
        } catch (RuntimeException failure) {
            Problem problem = problems.problem(failure);
            String fault = Envelopes.of(version, headers.apply(":Fault:problem"), Envelopes.fault(version, problem));
            SOAPMessage envelope = isSigned ? signed(fault, version) : Envelopes.read(fault, version);
            return Answer.fault(envelope, version, problem);
        }
    }

    /** Where the gateway cannot sign, the fault that says so is not signed. */
    private SOAPMessage signed(String fault, SoapVersion version) {
        try {
            return signer.sign(fault, version);
        } catch (IllegalStateException noKey) {
            return Envelopes.read(fault, version);
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

    /** What an answer says of itself, given how its action ends; nothing if the call has no number of its own. */
    private UnaryOperator<String> headers(Parts parts) {
        String operation = parts.operation().getLocalName();
        Optional<String> messageId = parts.block(Namespaces.ADDRESSING, "MessageID")
                .map(one -> one.getTextContent().strip())
                .filter(id -> id.length() <= LONGEST_ID);
        return action -> messageId
                .map(id -> block("Action", Namespaces.EXCHANGE + ":Exchange:" + operation + action)
                        + block("To", ANONYMOUS)
                        + block("MessageID", "urn:tongqu:answer:" + ids.next())
                        + block("RelatesTo", id))
                .orElse("");
    }

    private static String block(String name, String text) {
        return "<wsa:" + name + " xmlns:wsa=\"" + Namespaces.ADDRESSING + "\">" + Envelopes.escaped(text) + "</wsa:"
                + name + ">";
    }
}
