package org.tongqu.adapters.soap;

import jakarta.annotation.Resource;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.handler.MessageContext;
import jakarta.xml.ws.soap.SOAPBinding;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.rest.BodyBudget;

/**
 * The endpoint that CXF calls. CXF minds the protocol: versions, headers that must be understood, faults of its own; what the message says is
 * read from the octets that the guard looked through, so that nothing is processed that was not verified. Understands both versions of SOAP.
 */
@WebServiceProvider(serviceName = "ExchangeService", portName = "ExchangePort", targetNamespace = Namespaces.EXCHANGE)
@ServiceMode(Service.Mode.MESSAGE)
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
final class ExchangeProvider implements Provider<SOAPMessage> {
    private final Exchange exchange;

    @Resource
    private @Nullable WebServiceContext context;

    ExchangeProvider(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public SOAPMessage invoke(SOAPMessage parsed) {
        MessageContext call = Objects.requireNonNull(context, "no call").getMessageContext();
        if (!(call.get(MessageContext.SERVLET_REQUEST) instanceof HttpServletRequest request)
                || !(request.getAttribute(SoapGuard.MESSAGE) instanceof SoapMessage message)
                || !(request.getAttribute(SoapGuard.SHARE) instanceof BodyBudget.Share share)) {
            throw new IllegalStateException("a call that did not come by the guard");
        }
        Exchange.Answer answer = exchange.answer(message, request, share);
        call.put(MessageContext.HTTP_RESPONSE_CODE, answer.status());
        if (answer.retryAfter() != null) {
            call.put(
                    MessageContext.HTTP_RESPONSE_HEADERS,
                    Map.of(
                            "Retry-After",
                            List.of(Long.toString(
                                    Math.max(1, answer.retryAfter().toSeconds())))));
        }
        return answer.envelope();
    }
}
