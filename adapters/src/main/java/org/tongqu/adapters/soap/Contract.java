package org.tongqu.adapters.soap;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.tongqu.record.schema.Schemas;

/**
 * The contract: a WSDL written by hand, document/literal wrapped, with the types of {@code data} made from the JSON schemas. One document,
 * which refers to no other. Immutable and thread-safe.
 */
final class Contract {
    private static final String TYPES = "<!-- types of data -->";
    private static final String ADDRESS = "{address}";

    private final String wsdl;

    Contract(Schemas schemas) {
        try (InputStream written = Contract.class.getResourceAsStream("exchange.wsdl")) {
            if (written == null) {
                throw new IllegalStateException("exchange.wsdl is missing");
            }
            wsdl = new String(written.readAllBytes(), StandardCharsets.UTF_8).replace(TYPES, DataTypes.of(schemas));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The WSDL, with the service at this address. */
    String at(String address) {
        return wsdl.replace(ADDRESS, Envelopes.escaped(address));
    }

    /** Answers with the WSDL, whose service is at this address. */
    void writeTo(HttpServletResponse response, String address) throws IOException {
        byte[] octets = at(address).getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/xml;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(octets.length);
        response.getOutputStream().write(octets);
    }
}
