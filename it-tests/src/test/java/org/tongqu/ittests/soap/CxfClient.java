package org.tongqu.ittests.soap;

import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.AddressingFeature;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.jaxws.DispatchImpl;
import org.apache.cxf.ws.addressing.AddressingProperties;
import org.apache.cxf.ws.addressing.AttributedURIType;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.apache.cxf.ws.addressing.JAXWSAConstants;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.tongqu.ittests.site.GeneratedSite;

/**
 * CXF's own client, made from the contract, with the stock interceptors of WS-Security and WS-Addressing: it signs what it sends and verifies
 * what is answered.
 */
public final class CxfClient {
    private static final String NAMESPACE = "urn:tongqu:exchange:1";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String ALIAS = "party";
    private static final String PASSWORD = "for tests only";

    private CxfClient() {}

    /**
     * The content of the Body of the answer.
     *
     * @param operation the content of the Body of the call
     * @param gateway the certificate that answers must show
     * @throws jakarta.xml.ws.WebServiceException if the answer is a fault, or does not verify
     * @throws Exception if keys or texts cannot be read
     */
    public static String call(
            String wsdl, String operation, PrivateKey key, X509Certificate certificate, X509Certificate gateway)
            throws Exception {
        Dispatch<Source> dispatch = Service.create(URI.create(wsdl).toURL(), new QName(NAMESPACE, "ExchangeService"))
                .createDispatch(
                        new QName(NAMESPACE, "ExchangePort"),
                        Source.class,
                        Service.Mode.PAYLOAD,
                        new AddressingFeature(true));
        Client client = ((DispatchImpl<?>) dispatch).getClient();
        Merlin keys = keys(key, certificate, gateway);
        client.getOutInterceptors()
                .add(new WSS4JOutInterceptor(Map.ofEntries(
                        Map.entry(ConfigurationConstants.ACTION, "Timestamp Signature"),
                        Map.entry(ConfigurationConstants.USER, ALIAS),
                        Map.entry(ConfigurationConstants.SIG_PROP_REF_ID, "keys"),
                        Map.entry("keys", keys),
                        Map.entry(ConfigurationConstants.PW_CALLBACK_REF, (CallbackHandler)
                                asked -> ((WSPasswordCallback) asked[0]).setPassword(PASSWORD)),
                        Map.entry(ConfigurationConstants.SIG_KEY_ID, "DirectReference"),
                        Map.entry(ConfigurationConstants.SIG_ALGO, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"),
                        Map.entry(ConfigurationConstants.SIG_DIGEST_ALGO, "http://www.w3.org/2001/04/xmlenc#sha256"),
                        Map.entry(
                                ConfigurationConstants.SIGNATURE_PARTS,
                                "{Element}{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}Timestamp;"
                                        + "{Element}{http://schemas.xmlsoap.org/soap/envelope/}Body;{Element}{"
                                        + ADDRESSING
                                        + "}To;{Element}{" + ADDRESSING + "}MessageID"))));
        client.getInInterceptors()
                .add(new WSS4JInInterceptor(Map.of(
                        ConfigurationConstants.ACTION,
                        "Timestamp Signature",
                        ConfigurationConstants.SIG_VER_PROP_REF_ID,
                        "keys",
                        "keys",
                        keys)));
        dispatch.getRequestContext().put(JAXWSAConstants.CLIENT_ADDRESSING_PROPERTIES, toTheSite());
        try (client) {
            return text(dispatch.invoke(new StreamSource(new StringReader(operation))));
        }
    }

    private static AddressingProperties toTheSite() {
        AttributedURIType address = new AttributedURIType();
        address.setValue("urn:tongqu:site:" + GeneratedSite.ID);
        EndpointReferenceType site = new EndpointReferenceType();
        site.setAddress(address);
        AddressingProperties properties = new AddressingProperties();
        properties.setTo(site);
        return properties;
    }

    private static Merlin keys(PrivateKey key, X509Certificate certificate, X509Certificate gateway)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), new Certificate[] {certificate});
        store.setCertificateEntry("gateway", gateway);
        Merlin keys = new Merlin();
        keys.setKeyStore(store);
        return keys;
    }

    private static String text(Source source) throws TransformerException {
        Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
        StringWriter text = new StringWriter();
        writer.transform(source, new StreamResult(text));
        return text.toString();
    }
}
