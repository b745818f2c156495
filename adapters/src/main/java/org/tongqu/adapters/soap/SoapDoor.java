package org.tongqu.adapters.soap;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.cxf.bus.spring.SpringBus;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.transport.servlet.CXFServlet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tongqu.adapters.rest.BodyBudget;
import org.tongqu.adapters.rest.ClearPasswords;
import org.tongqu.adapters.rest.ProblemResolver;
import org.tongqu.adapters.rest.PublicAddress;
import org.tongqu.record.port.CallMessages;
import org.tongqu.record.port.ChannelKeys;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.Sites;
import org.tongqu.record.schema.Schemas;

/**
 * The SOAP door as a whole: import it into an application that has the REST door, a clock and a bean of each port that its methods name, and
 * map {@link #servlet()} to {@link #MAPPING} with {@link #PARAMETERS}.
 */
@Configuration(proxyBeanMethods = false)
public class SoapDoor {
    /** Where the servlet belongs. */
    public static final String MAPPING = "/soap/*";

    /** Nobody is told which services there are. */
    public static final Map<String, String> PARAMETERS = Map.of("hide-service-list-page", "true");

    @Bean
    SpringBus cxf() {
        return new SpringBus();
    }

    /** The servlet that brings calls to the endpoint. No bean: it is a filter too, and would be registered as one for every path. */
    public static Servlet servlet() {
        return new CXFServlet();
    }

    @Bean
    SoapGuard soapGuard(Sites sites, BodyBudget budget, ProblemResolver problems, PublicAddress address) {
        return new SoapGuard(new Contract(Schemas.shipped()), sites, budget, problems, address);
    }

    @Bean(destroyMethod = "stop")
    EndpointImpl exchangeEndpoint(
            SpringBus bus,
            Intake intake,
            IntakeGate gate,
            Inbox inbox,
            Queries queries,
            CallMessages messages,
            Sites sites,
            ChannelKeys keys,
            ProofLedger uses,
            ProblemResolver problems,
            ClearPasswords passwords,
            IncidentIds ids,
            Clock clock) {
        Exchange exchange = new Exchange(
                new Callers(sites, new SignedMessages(keys, sites, uses, clock), passwords, clock),
                new Operations(intake, gate, inbox, queries, messages, sites, Schemas.shipped()),
                new AnswerSigner(keys, clock),
                problems,
                ids);
        EndpointImpl endpoint = new EndpointImpl(bus, new ExchangeProvider(exchange));
        endpoint.setProperties(bounds());
        endpoint.getInInterceptors().add(new UnderstoodHeaders());
        endpoint.getOutFaultInterceptors().add(new PlainFaults());
        endpoint.publish("/exchange");
        return endpoint;
    }

    /** What bounds its messages. */
    @Bean
    SoapSettings soapSettings(SoapGuard guard, EndpointImpl endpoint, ServletContext servlets) {
        return new SoapSettings(guard, endpoint, servlets);
    }

    /** The guard's bounds once more, for CXF's own reader. */
    static Map<String, Object> bounds() {
        Map<String, Object> bounds = new HashMap<>();
        bounds.put("org.apache.cxf.stax.maxElementDepth", MessageScan.MOST_DEPTH);
        bounds.put("org.apache.cxf.stax.maxElementCount", MessageScan.MOST_ELEMENTS);
        bounds.put("org.apache.cxf.stax.maxChildElements", MessageScan.MOST_ELEMENTS);
        bounds.put("org.apache.cxf.stax.maxAttributeCount", MessageScan.MOST_ATTRIBUTES);
        bounds.put("org.apache.cxf.stax.maxAttributeSize", MessageScan.LONGEST_ATTRIBUTE);
        bounds.put("org.apache.cxf.stax.maxTextLength", 8 << 20);
        bounds.put("org.apache.cxf.stax.maxXMLCharacters", 8 << 20);
        // CXF would log every fault with its texts, and those say what the caller sent.
        bounds.put(FaultListener.class.getName(), (FaultListener) (failure, description, message) -> false);
        bounds.put("faultStackTraceEnabled", false);
        bounds.put("exceptionMessageCauseEnabled", false);
        return bounds;
    }
}
