package org.tongqu.adapters.soap;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.phase.Phase;

/** Tells CXF which header blocks this service understands; others that must be understood are a fault. */
final class UnderstoodHeaders extends AbstractSoapInterceptor {
    private static final Set<QName> NAMES = Stream.concat(
                    Stream.of(new QName(Namespaces.SECURITY, "Security")),
                    Stream.of("To", "MessageID", "Action", "From", "ReplyTo", "FaultTo", "RelatesTo")
                            .map(name -> new QName(Namespaces.ADDRESSING, name)))
            .collect(Collectors.toUnmodifiableSet());

    UnderstoodHeaders() {
        super(Phase.PRE_PROTOCOL);
    }

    @Override
    public Set<QName> getUnderstoodHeaders() {
        return NAMES;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        // Nothing to do: what they say is read with the rest of the message.
    }
}
