package org.tongqu.ittests.bench;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceProvider;
import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.security.auth.callback.CallbackHandler;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import org.apache.cxf.Bus;
import org.apache.cxf.binding.soap.SoapHeader;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.bus.extension.ExtensionManagerBus;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.tongqu.adapters.rest.BodyBudget;
import org.tongqu.adapters.rest.ClearPasswords;
import org.tongqu.adapters.rest.ProblemResolver;
import org.tongqu.adapters.rest.PublicAddress;
import org.tongqu.adapters.soap.SoapDoor;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.port.CallMessages;
import org.tongqu.record.port.ChannelKeys;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.Sites;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.PartyKey;
import org.tongqu.record.site.Site;
import org.tongqu.record.site.SoapAccess;
import org.tongqu.security.key.CertificateAuthority;
import org.tongqu.security.key.SealingKey;
import org.tongqu.security.key.SiteChannelKeys;
import org.tongqu.security.key.TrustedKeys;
import org.w3c.dom.Element;

/**
 * In one Tomcat, the gateway's own SOAP door with nothing behind it but one receipt, and an endpoint of CXF with WSS4J's stock interceptors
 * that answers the same. Both know the same caller by the same certificate and answer with the same key.
 */
final class SoapServices implements AutoCloseable {
    static final String DOOR = "/soap/exchange";
    static final String STOCK = "/stock/exchange";
    static final PartyId CALLER = new PartyId("990101.caller");

    private static final String SITE = "990101";
    private static final PartyId GATEWAY = PartyId.gatewayOf(SITE);
    private static final String NAMESPACE = "urn:tongqu:exchange:1";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String ALIAS = "gateway";
    private static final String PASSWORD = "for the benchmark only";

    /** As long as a receipt of the gateway is. */
    private static final Receipt RECEIPT = new Receipt(
            new SealedText(
                    "{\"sender\":\"990101.caller\",\"id\":\"b-00000001\",\"digest\":\"sm3:" + "0".repeat(64)
                            + "\",\"acceptedAt\":\"2026-03-02T01:15:00.000Z\",\"sequence\":1,"
                            + "\"recipients\":[\"990101.archive\"]}",
                    new Seal("e".repeat(190), "s".repeat(86))),
            false);

    private final Clock clock;
    private final X509Certificate gateways;
    private final Spent spent = new Spent();
    private final ServletWebServerApplicationContext context;

    /**
     * Starts both.
     *
     * @param callers the certificate of who calls
     * @param own with which both answer
     */
    private SoapServices(Clock clock, CertificateAuthority authority, X509Certificate callers, KeyPair own) {
        this.clock = clock;
        Instant now = clock.instant();
        gateways = authority.issue(
                own.getPublic(),
                new KeyId(GATEWAY, "k1"),
                GATEWAY.value(),
                now.minusSeconds(3_600),
                now.plusSeconds(86_400));
        Site site = site(authority.certificate(), callers);
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(SoapDoor.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(started -> beans((GenericApplicationContext) started, site, callers, own))
                .run();
    }

    static SoapServices start(Clock clock, CertificateAuthority authority, X509Certificate callers, KeyPair own) {
        return new SoapServices(clock, authority, callers, own);
    }

    int port() {
        return context.getWebServer().getPort();
    }

    /** With what both answer. */
    X509Certificate gateways() {
        return gateways;
    }

    /** What the server's threads spent on calls. */
    Spent spent() {
        return spent;
    }

    @Override
    public void close() {
        context.close();
    }

    private Site site(X509Certificate anchor, X509Certificate callers) {
        Party caller = new Party(
                CALLER,
                "测试机构",
                "Caller",
                "county",
                "department",
                List.of(key(new KeyId(CALLER, "k1"), callers)),
                new Endpoint.Pull(),
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                Party.DEFAULT_MAX_RECORD_SIZE,
                null,
                null,
                new SoapAccess(true, null, Set.of(), Set.of()),
                null);
        return new Site(
                SITE,
                1,
                "示范县",
                "Demo County",
                "county",
                GATEWAY,
                List.of(key(new KeyId(GATEWAY, "k1"), gateways)),
                Map.of(CALLER, caller),
                new SharingRules(List.of()),
                Limits.DEFAULTS,
                List.of(anchor),
                List.of(),
                WorkdayCalendar.shipped());
    }

    private static PartyKey key(KeyId kid, X509Certificate certificate) {
        return new PartyKey(kid, SealAlgorithm.PS256, List.of(certificate), PartyKey.DEFAULT_SM2_USER_ID, null);
    }

    private void beans(GenericApplicationContext beans, Site site, X509Certificate callers, KeyPair own) {
        Sites sites = () -> site;
        ChannelKeys keys = new SiteChannelKeys(
                sites,
                new TrustedKeys(clock, new BouncyCastleProvider()),
                List.of(new SealingKey(new KeyId(GATEWAY, "k1"), own.getPrivate())));
        IncidentIds ids = () -> UUID.randomUUID().toString();
        add(beans, TomcatServletWebServerFactory.class, SoapServices::tomcat);
        add(beans, Clock.class, () -> clock);
        add(beans, Sites.class, () -> sites);
        add(beans, ChannelKeys.class, () -> keys);
        add(beans, IncidentIds.class, () -> ids);
        add(beans, ProblemResolver.class, () -> new ProblemResolver(ids));
        add(beans, BodyBudget.class, () -> new BodyBudget(64 << 20));
        add(beans, PublicAddress.class, () -> PublicAddress.AS_ASKED);
        add(beans, ClearPasswords.class, () -> new ClearPasswords(Set.of()));
        add(beans, Intake.class, OneReceipt::new);
        add(beans, IntakeGate.class, () -> Optional::empty);
        add(beans, Inbox.class, () -> uncalled(Inbox.class));
        add(beans, Queries.class, () -> uncalled(Queries.class));
        add(beans, CallMessages.class, () -> uncalled(CallMessages.class));
        add(beans, ProofLedger.class, Uses::new);
        beans.registerBean("door", ServletRegistrationBean.class, SoapServices::door);
        beans.registerBean("stock", ServletRegistrationBean.class, () -> stock(callers, own));
        beans.registerBean("spent", FilterRegistrationBean.class, () -> {
            FilterRegistrationBean<Filter> first = new FilterRegistrationBean<>(spent);
            first.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return first;
        });
    }

    private static <T> void add(GenericApplicationContext beans, Class<T> type, Supplier<? extends T> bean) {
        beans.registerBean(type, bean::get);
    }

    private static TomcatServletWebServerFactory tomcat() {
        TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(0);
        tomcat.setAddress(InetAddress.getLoopbackAddress());
        return tomcat;
    }

    private static ServletRegistrationBean<Servlet> door() {
        ServletRegistrationBean<Servlet> door = new ServletRegistrationBean<>(SoapDoor.servlet(), SoapDoor.MAPPING);
        door.setInitParameters(SoapDoor.PARAMETERS);
        return door;
    }

    /** As the manual of CXF shows it: a key store, the parts to sign, and nothing besides. */
    private ServletRegistrationBean<Servlet> stock(X509Certificate callers, KeyPair own) {
        Bus bus = new ExtensionManagerBus();
        CXFNonSpringServlet servlet = new CXFNonSpringServlet();
        servlet.setBus(bus);
        Merlin keys = keys(callers, own);
        EndpointImpl endpoint = new EndpointImpl(bus, new SameReceipt());
        Map<String, Object> in = new HashMap<>();
        in.put(ConfigurationConstants.ACTION, "Timestamp Signature");
        in.put(ConfigurationConstants.SIG_VER_PROP_REF_ID, "keys");
        in.put("keys", keys);
        endpoint.getInInterceptors().add(new WSS4JInInterceptor(in));
        Map<String, Object> out = new HashMap<>();
        out.put(ConfigurationConstants.ACTION, "Timestamp Signature");
        out.put(ConfigurationConstants.USER, ALIAS);
        out.put(ConfigurationConstants.SIG_PROP_REF_ID, "keys");
        out.put("keys", keys);
        out.put(ConfigurationConstants.PW_CALLBACK_REF, (CallbackHandler)
                asked -> ((WSPasswordCallback) asked[0]).setPassword(PASSWORD));
        out.put(ConfigurationConstants.SIG_KEY_ID, "DirectReference");
        out.put(ConfigurationConstants.SIG_ALGO, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
        out.put(ConfigurationConstants.SIG_DIGEST_ALGO, "http://www.w3.org/2001/04/xmlenc#sha256");
        out.put(
                ConfigurationConstants.SIGNATURE_PARTS,
                "{Element}{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}Timestamp;"
                        + "{Element}{http://schemas.xmlsoap.org/soap/envelope/}Body;{Element}{" + ADDRESSING
                        + "}Action;{Element}{" + ADDRESSING + "}To;{Element}{"
                        + ADDRESSING + "}MessageID;{Element}{" + ADDRESSING + "}RelatesTo");
        endpoint.getOutInterceptors().add(new AnswerHeaders());
        endpoint.getOutInterceptors().add(new WSS4JOutInterceptor(out));
        endpoint.publish("/exchange");
        return new ServletRegistrationBean<>(servlet, "/stock/*");
    }

    /** JKS, whose keys are cheap to take out; one in a PKCS #12 store costs WSS4J milliseconds for every answer. */
    private Merlin keys(X509Certificate callers, KeyPair own) {
        try {
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, null);
            store.setKeyEntry(ALIAS, own.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {gateways});
            store.setCertificateEntry("caller", callers);
            Merlin keys = new Merlin();
            keys.setKeyStore(store);
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T uncalled(Class<T> port) {
        return (T) Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("hashCode")
                        ? 1
                        : method.getName().equals("equals") ? proxy == arguments[0] : port.getName();
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    /** What the threads of the server spend between the first filter and the last octet of the answer. */
    static final class Spent implements Filter {
        private static final com.sun.management.ThreadMXBean THREADS =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong cpu = new AtomicLong();
        private final AtomicLong time = new AtomicLong();
        private final AtomicLong allocated = new AtomicLong();

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            long used = THREADS.getCurrentThreadCpuTime();
            try {
                chain.doFilter(request, response);
                response.flushBuffer();
            } finally {
                cpu.addAndGet(THREADS.getCurrentThreadCpuTime() - used);
                time.addAndGet(System.nanoTime() - start);
                allocated.addAndGet(THREADS.getCurrentThreadAllocatedBytes() - bytes);
                calls.incrementAndGet();
            }
        }

        /** Since the last time it was asked; nothing is a number, and nothing is taken, if no call has ended. */
        PerCall take() {
            double all = calls.getAndSet(0);
            if (all == 0) {
                return new PerCall(Double.NaN, Double.NaN, Double.NaN);
            }
            return new PerCall(
                    cpu.getAndSet(0) / all / 1_000,
                    time.getAndSet(0) / all / 1_000,
                    allocated.getAndSet(0) / all / 1_024);
        }
    }

    /**
     * Of one call, on average.
     *
     * @param cpu CPU time of the server's thread, in microseconds
     * @param time from the first filter to the end of the answer, in microseconds
     * @param allocated on the heap, in KiB
     */
    record PerCall(double cpu, double time, double allocated) {}

    /** In the place of the main road. */
    private static final class OneReceipt implements Intake {
        @Override
        public Receipt submitAttested(AttestedRecord attested) {
            return RECEIPT;
        }

        @Override
        public List<ItemResult> submitAttestedBatch(List<AttestedRecord> attested) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Receipt submit(byte[] octets, Seal seal) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ItemResult> submitBatch(List<SealedText> items) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Receipt submitOwn(byte[] octets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Heard submitMessage(PartyId party, Translator translator, String call, byte[] message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<MessageResult> submitMessages(PartyId party, Translator translator, List<CalledMessage> messages) {
            throw new UnsupportedOperationException();
        }
    }

    /** In the place of the ledger's table: in memory, as WSS4J's own cache of what came before. */
    private static final class Uses implements ProofLedger {
        private final Set<String> used = ConcurrentHashMap.newKeySet();

        @Override
        public boolean use(PartyId party, String jti, Instant until) {
            return used.add(jti);
        }

        @Override
        public boolean useFor(PartyId party, String mark, String about, Instant until) {
            throw new UnsupportedOperationException();
        }
    }

    /** The stock endpoint's business: the same answer as behind the door. */
    @WebServiceProvider(serviceName = "ExchangeService", portName = "ExchangePort", targetNamespace = NAMESPACE)
    @ServiceMode(Service.Mode.PAYLOAD)
    public static final class SameReceipt implements Provider<Source> {
        private static final String ANSWER = "<submitResponse xmlns=\"" + NAMESPACE
                + "\"><status>202</status><receipt><payload>"
                + Base64.getEncoder().encodeToString(RECEIPT.sealed().payload().getBytes(StandardCharsets.UTF_8))
                + "</payload><protected>" + RECEIPT.sealed().seal().protectedHeader() + "</protected><signature>"
                + RECEIPT.sealed().seal().signature() + "</signature></receipt></submitResponse>";

        @Override
        public Source invoke(Source request) {
            return new StreamSource(new StringReader(ANSWER));
        }
    }

    /** The header blocks of WS-Addressing that an answer has. */
    private static final class AnswerHeaders extends AbstractSoapInterceptor {
        private final DocumentBuilder builder;

        AnswerHeaders() {
            super(Phase.USER_LOGICAL);
            try {
                builder = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder();
            } catch (ParserConfigurationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void handleMessage(SoapMessage message) {
            SoapMessage call = (SoapMessage) message.getExchange().getInMessage();
            String id = ((Element)
                            call.getHeader(new QName(ADDRESSING, "MessageID")).getObject())
                    .getTextContent();
            add(message, "Action", NAMESPACE + ":Exchange:submitResponse");
            add(message, "To", ADDRESSING + "/anonymous");
            add(message, "MessageID", "urn:uuid:" + UUID.randomUUID());
            add(message, "RelatesTo", id);
        }

        private void add(SoapMessage message, String name, String text) {
            Element block = builder.newDocument().createElementNS(ADDRESSING, "wsa:" + name);
            block.setTextContent(text);
            message.getHeaders().add(new SoapHeader(new QName(ADDRESSING, name), block));
        }
    }
}
