package org.tongqu.adapters.soap;

import jakarta.xml.soap.SOAPConstants;
import java.util.Arrays;
import java.util.Optional;

/** The two versions of SOAP, with what differs between them. */
enum SoapVersion {
    /** SOAP 1.1. */
    V11("http://schemas.xmlsoap.org/soap/envelope/", "text/xml", SOAPConstants.SOAP_1_1_PROTOCOL, "Client", "Server"),
    /** SOAP 1.2. */
    V12(
            "http://www.w3.org/2003/05/soap-envelope",
            "application/soap+xml",
            SOAPConstants.SOAP_1_2_PROTOCOL,
            "Sender",
            "Receiver");

    private final String namespace;
    private final String mediaType;
    private final String protocol;
    private final String callersFault;
    private final String ourFault;

    SoapVersion(String namespace, String mediaType, String protocol, String callersFault, String ourFault) {
        this.namespace = namespace;
        this.mediaType = mediaType;
        this.protocol = protocol;
        this.callersFault = callersFault;
        this.ourFault = ourFault;
    }

    /** The version whose envelope is in this namespace; empty if there is none. */
    static Optional<SoapVersion> ofNamespace(String namespace) {
        return Arrays.stream(values())
                .filter(one -> one.namespace.equals(namespace))
                .findFirst();
    }

    /** The version that has this media type; empty if there is none. */
    static Optional<SoapVersion> ofMediaType(String mediaType) {
        return Arrays.stream(values())
                .filter(one -> one.mediaType.equals(mediaType))
                .findFirst();
    }

    /** Of its envelope. */
    String namespace() {
        return namespace;
    }

    /** Of its messages, without parameters. */
    String mediaType() {
        return mediaType;
    }

    /** Its name among the message factories. */
    String protocol() {
        return protocol;
    }

    /** Its code for a fault with this status: the caller's below 500, else ours. */
    String faultCode(int status) {
        return status < 500 ? callersFault : ourFault;
    }
}
