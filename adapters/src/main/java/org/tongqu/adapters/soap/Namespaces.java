package org.tongqu.adapters.soap;

/** The namespaces of the service and of the standards around it. */
final class Namespaces {
    static final String EXCHANGE = "urn:tongqu:exchange:1";
    static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    static final String SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    static final String UTILITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    static final String DECLARATIONS = "http://www.w3.org/2000/xmlns/";

    private Namespaces() {}
}
