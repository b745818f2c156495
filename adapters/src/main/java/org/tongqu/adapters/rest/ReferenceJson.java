package org.tongqu.adapters.rest;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.tongqu.record.calendar.HolidayNotice;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.CodeTable;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.QuerySchema;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.site.PartyKey;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Keys, schemas, code tables and calendars, as JSON. */
final class ReferenceJson {
    private ReferenceJson() {}

    static ObjectNode keys(List<PartyKey> keys) {
        ObjectNode json = StrictJson.object();
        ArrayNode items = json.putArray("keys");
        keys.forEach(key -> items.add(key(key)));
        return json;
    }

    /** A key as RFC 7517 names its parts: {@code x5c} is Base64 (not base64url) of DER, its certificate first. */
    private static ObjectNode key(PartyKey key) {
        X509Certificate certificate = key.chain().get(0);
        ObjectNode json = StrictJson.object()
                .put("kid", key.kid().toString())
                .put("alg", key.alg().wire())
                .put("use", "sig");
        ArrayNode chain = json.putArray("x5c");
        key.chain().forEach(link -> chain.add(Base64.getEncoder().encodeToString(der(link))));
        return json.put("notBefore", WireTime.of(certificate.getNotBefore().toInstant()))
                .put("notAfter", WireTime.of(certificate.getNotAfter().toInstant()));
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate of the site has no DER form", e);
        }
    }

    static ObjectNode schemas(Schemas schemas) {
        ObjectNode json = StrictJson.object();
        ArrayNode items = json.putArray("schemas");
        for (String type : schemas.types()) {
            String id = schemas.find(type).map(RecordSchema::id).orElseThrow();
            items.addObject().put("type", type).put("id", id);
        }
        ArrayNode queries = json.putArray("queries");
        for (String type : schemas.queries()) {
            QuerySchema query = schemas.query(type).orElseThrow();
            queries.addObject()
                    .put("type", type)
                    .put("question", query.question().id())
                    .put("result", query.result().id());
        }
        return json;
    }

    static ObjectNode codes(CodeTables tables) {
        ObjectNode json = StrictJson.object();
        ArrayNode items = json.putArray("tables");
        tables.names().forEach(name -> tables.versions(name).forEach(version -> items.add(head(version))));
        return json;
    }

    static ObjectNode code(CodeTable table) {
        ObjectNode json = head(table).put("source", table.source());
        ArrayNode entries = json.putArray("entries");
        table.entries().forEach((code, entry) -> entries.addObject()
                .put("code", code)
                .put("zh", entry.zh())
                .put("en", entry.en()));
        return json;
    }

    /** Without a notice the year is provisional and has nothing but Mondays to Fridays. */
    static ObjectNode calendar(int year, Optional<HolidayNotice> notice) {
        ObjectNode json = StrictJson.object()
                .put("year", year)
                .put("provisional", notice.isEmpty())
                .put("notice", notice.map(HolidayNotice::title).orElse(null))
                .put("source", notice.map(HolidayNotice::source).orElse(null));
        ArrayNode daysOff = json.putArray("daysOff");
        ArrayNode makeUpWorkdays = json.putArray("makeUpWorkdays");
        notice.ifPresent(said -> {
            said.daysOff().forEach(days -> daysOff.add(daysOff(days)));
            said.makeUpWorkdays().forEach(day -> makeUpWorkdays.add(day.toString()));
        });
        return json;
    }

    private static ObjectNode daysOff(HolidayNotice.DaysOff days) {
        ObjectNode json = StrictJson.object()
                .put("from", days.from().toString())
                .put("to", days.to().toString());
        json.putObject("name").put("zh", days.zh()).put("en", days.en());
        return json;
    }

    private static ObjectNode head(CodeTable table) {
        ObjectNode json = StrictJson.object().put("name", table.name()).put("version", table.version());
        json.putObject("title").put("zh", table.titleZh()).put("en", table.titleEn());
        return json.put("effectiveFrom", table.effectiveFrom().toString());
    }
}
