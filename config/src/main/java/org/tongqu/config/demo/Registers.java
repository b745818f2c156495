package org.tongqu.config.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the service hall and the market regulation of the demo have on file, and are asked about: the cases and certificates of the
 * records that they sent, and one of each from before, the examples of the schemas. The last thousand of each. Thread-safe.
 */
final class Registers {
    private static final int MOST = 1000;
    private static final Map<String, String> STATES = Map.of(
            "case.applied", "已申请，待受理",
            "case.supplement-requested", "待补正",
            "case.supplement-received", "补正已收",
            "case.accepted", "已受理",
            "case.step-done", "办理中",
            "case.completed", "已办结");

    private final Map<String, Case> cases = new LastOnes<>();
    private final Map<String, ObjectNode> certificates = new LastOnes<>();

    Registers(Schemas schemas) {
        JsonNode asked = schemas.query("case.progress").orElseThrow().question().example();
        JsonNode known = schemas.query("case.progress").orElseThrow().result().example();
        cases.put(text(known, "caseNo"), new Case(text(asked, "queryPassword"), (ObjectNode) known.deepCopy()));
        RecordSchema issued = schemas.find("certificate.issued").orElseThrow();
        note("certificate.issued", issued.example());
    }

    /** Enters what a record tells, if it is about a case or a certificate. */
    synchronized void note(String type, JsonNode data) {
        if (type.equals("certificate.issued")) {
            certificates.put(text(data, "identifier"), (ObjectNode) data.deepCopy());
        } else if (type.equals("case.applied")) {
            ObjectNode known = StrictJson.object().put("caseNo", text(data, "caseNo"));
            known.put("itemName", data.at("/item/name").asString());
            cases.put(text(data, "caseNo"), new Case(text(data, "queryPassword"), known));
        }
        Case one = STATES.containsKey(type) ? cases.get(text(data, "caseNo")) : null;
        if (one != null) {
            ObjectNode known = one.known().put("stateText", STATES.get(type));
            for (String member : Set.of("appliedAt", "acceptedAt", "promisedAt", "completedAt")) {
                if (data.has(member)) {
                    known.put(member, text(data, member));
                }
            }
            if (data.at("/step/name").isString()) {
                known.put("stepName", data.at("/step/name").stringValue());
            }
            if (type.equals("case.completed")) {
                known.put("finishResult", text(data, "result"));
            }
        }
    }

    /**
     * What is known: a case to who has its number and its password, certificates to who has their identifier or their holder's code.
     * Which of the two was wrong is not told.
     */
    synchronized List<ObjectNode> asked(PartnerQuestion question) {
        JsonNode data = question.data();
        return switch (question.type().toString()) {
            case "case.progress" -> {
                Case one = cases.get(text(data, "caseNo"));
                yield one != null && one.password().equals(text(data, "queryPassword"))
                        ? List.of(one.known().deepCopy())
                        : List.of();
            }
            case "certificate.find" ->
                certificates.values().stream()
                        .filter(one -> text(one, "identifier").equals(text(data, "identifier"))
                                || text(one.at("/holders/0"), "code").equals(text(data, "holderCode")))
                        .map(ObjectNode::deepCopy)
                        .toList();
            default -> List.of();
        };
    }

    private static String text(JsonNode from, String member) {
        return from.path(member).asString("");
    }

    /**
     * A case.
     *
     * @param password that whoever applied was told
     * @param known its progress
     */
    private record Case(String password, ObjectNode known) {}

    private static final class LastOnes<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MOST;
        }
    }
}
