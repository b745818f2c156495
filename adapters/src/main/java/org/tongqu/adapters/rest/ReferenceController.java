package org.tongqu.adapters.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.calendar.HolidayNotice;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Sites;
import org.tongqu.record.schema.CodeTable;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;

/**
 * What a partner's programmer needs and everybody may know: the gateway's keys, the schemas, the code tables, the workdays and
 * the description of this API. Asks for no proof: without these one could not make one.
 */
@RestController
final class ReferenceController {
    private static final MediaType SCHEMA = MediaType.parseMediaType("application/schema+json");

    private final Sites sites;
    private final Schemas schemas;
    private final CodeTables codes;
    private final Clock clock;
    private final byte[] openApi;

    ReferenceController(Sites sites, Schemas schemas, CodeTables codes, Clock clock) {
        this.sites = sites;
        this.schemas = schemas;
        this.codes = codes;
        this.clock = clock;
        this.openApi = openApi();
    }

    /** The gateway's public keys with their certificates, the one that seals now first. */
    @GetMapping("/v1/keys")
    ResponseEntity<byte[]> keys(WebRequest request) {
        return json(request, ReferenceJson.keys(sites.current().gatewayKeys()));
    }

    /** The record types and the types of queries that have a schema. */
    @GetMapping("/v1/schemas")
    ResponseEntity<byte[]> schemas(WebRequest request) {
        return json(request, ReferenceJson.schemas(schemas));
    }

    /** The schema of one record type, or of the question or the results of one query, with a complete valid example. */
    @GetMapping("/v1/schemas/{type}")
    ResponseEntity<byte[]> schema(WebRequest request, @PathVariable String type) {
        RecordSchema schema = known(schemas.find(type).or(() -> schemas.ofQuery(type)));
        return JsonAnswer.everybodys(request, SCHEMA, StrictJson.write(schema.document()));
    }

    /** The code tables, every version. */
    @GetMapping("/v1/codes")
    ResponseEntity<byte[]> codes(WebRequest request) {
        return json(request, ReferenceJson.codes(codes));
    }

    /** One code table: the version asked for, or the one in force on the day asked for, which is today if none is. */
    @GetMapping("/v1/codes/{table}")
    ResponseEntity<byte[]> code(WebRequest request, @PathVariable String table) {
        QueryParameters query = new QueryParameters(request.getParameterMap());
        LocalDate day = query.day("on", BeijingTime.dayOf(clock.instant()));
        String version = query.optional("version");
        query.atMostOne("on", "version");
        query.requireValid();
        Optional<CodeTable> found = version == null
                ? codes.find(table, day)
                : codes.versions(table).stream()
                        .filter(one -> one.version().equals(version))
                        .findFirst();
        return json(request, ReferenceJson.code(known(found)));
    }

    /** The days off and make-up workdays of a year, as far as the notice is there. */
    @GetMapping("/v1/calendar/{year}")
    ResponseEntity<byte[]> calendar(WebRequest request, @PathVariable String year) {
        if (!year.matches("20[0-9]{2}")) {
            throw new Rejection(ProblemCode.NOT_FOUND, "There is no calendar of this year.");
        }
        int asked = Integer.parseInt(year);
        Optional<HolidayNotice> notice =
                Optional.ofNullable(sites.current().calendar().notices().get(asked));
        return json(request, ReferenceJson.calendar(asked, notice));
    }

    /** The description of this API, OpenAPI 3.1. */
    @GetMapping("/v1/openapi.json")
    ResponseEntity<byte[]> openApi(WebRequest request) {
        return JsonAnswer.everybodys(request, MediaType.APPLICATION_JSON, openApi);
    }

    private static ResponseEntity<byte[]> json(WebRequest request, JsonNode body) {
        return JsonAnswer.everybodys(request, MediaType.APPLICATION_JSON, StrictJson.write(body));
    }

    private static <T> T known(Optional<T> found) {
        return found.orElseThrow(
                () -> new Rejection(ProblemCode.NOT_FOUND, "There is none of this name, version or day."));
    }

    private static byte[] openApi() {
        try (InputStream document = ReferenceController.class.getResourceAsStream("openapi.json")) {
            if (document == null) {
                throw new IllegalStateException("Missing from the jar: openapi.json");
            }
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read from the jar: openapi.json", e);
        }
    }
}
