package org.tongqu.adapters.soap;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.SortedMap;
import org.apache.cxf.endpoint.Endpoint;
import org.apache.cxf.jaxws.EndpointImpl;

/** What bounds messages of SOAP, asked of the guard, the readers, and the endpoint and the servlet as they run. */
public final class SoapSettings {
    private final SoapGuard guard;
    private final EndpointImpl endpoint;
    private final ServletContext servlets;

    SoapSettings(SoapGuard guard, EndpointImpl endpoint, ServletContext servlets) {
        this.guard = guard;
        this.endpoint = endpoint;
        this.servlets = servlets;
    }

    /** In force, by name. */
    public SortedMap<String, String> inForce() {
        SortedMap<String, String> settings = MessageScan.settings();
        settings.putAll(SignedMessages.settings());
        settings.putAll(Trees.settings());
        settings.put("largest-message-bytes", Integer.toString(guard.largest()));
        Endpoint running = endpoint.getServer().getEndpoint();
        settings.put("longest-text-characters", of(running, "org.apache.cxf.stax.maxTextLength"));
        settings.put("endpoint-most-depth", of(running, "org.apache.cxf.stax.maxElementDepth"));
        settings.put("endpoint-most-elements", of(running, "org.apache.cxf.stax.maxElementCount"));
        settings.put("endpoint-most-attributes", of(running, "org.apache.cxf.stax.maxAttributeCount"));
        settings.put("stack-traces-in-faults", of(running, "faultStackTraceEnabled"));
        settings.put("services-listed", Boolean.toString(areServicesListed()));
        return settings;
    }

    private static String of(Endpoint running, String property) {
        return String.valueOf(running.get(property));
    }

    private boolean areServicesListed() {
        return servlets.getServletRegistrations().values().stream()
                .filter(servlet -> servlet.getMappings().contains(SoapDoor.MAPPING))
                .map(ServletRegistration::getInitParameters)
                .noneMatch(parameters -> "true".equals(parameters.get("hide-service-list-page")));
    }
}
