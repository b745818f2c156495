package org.tongqu.routes.delivery;

import java.util.Optional;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Sites;
import org.tongqu.record.sharing.Projection;
import org.tongqu.record.sharing.RuleFailures;
import org.tongqu.record.sharing.SharingRule;
import org.tongqu.record.site.Site;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The <i>map</i> step: what of a record its receiver may have, by the rule in force now, not the one at admission. A grant that
 * is gone stops retries too; bytes that were sent before are otherwise not made anew. Thread-safe.
 */
public final class DeliveryMapper {
    private static final String[] KNOWN_ATTRIBUTES = {
        "specversion", "id", "source", "type", "subject", "time", "dataschema", "correlation", "priority", "deadline"
    };

    private final Sites sites;
    private final RuleFailures failures;

    /**
     * Maps by the site version in force at each call.
     *
     * @param sites the site in force
     * @param failures is told of rules whose condition fails
     */
    public DeliveryMapper(Sites sites, RuleFailures failures) {
        this.sites = sites;
        this.failures = failures;
    }

    /** @throws Undeliverable {@code GRANT_WITHDRAWN} if no rule lets the record go to this party any more */
    public MappedDelivery map(Claimed claimed) {
        ClaimedDelivery claim = claimed.claim();
        Site site = sites.current();
        BusinessRecord record = EnvelopeReader.read(claim.octets());
        SharingRule rule = ruleInForce(site, record, claim)
                .orElseThrow(() -> new Undeliverable(
                        "GRANT_WITHDRAWN", "No sharing rule gives this record to this party any more."));
        if (claim.sentBefore() != null) {
            return new MappedDelivery.SentBefore(claim, claim.sentBefore());
        }
        Optional<Projection> projection = site.rules().projection(rule);
        return projection.isEmpty()
                ? new MappedDelivery.Original(claim, rule.name(), claim.senderSeal())
                : new MappedDelivery.Extract(claim, rule.name(), extract(record, claim, rule, projection.get()));
    }

    private Optional<SharingRule> ruleInForce(Site site, BusinessRecord record, ClaimedDelivery claim) {
        if (record.id().sender().equals(site.gateway())) {
            return Optional.of(NoticeRule.of(record, claim.lane()));
        }
        return site.rules().ruleFor(record, claim.lane(), failures);
    }

    private static byte[] extract(
            BusinessRecord record, ClaimedDelivery claim, SharingRule rule, Projection projection) {
        ObjectNode event = StrictJson.object();
        for (String attribute : KNOWN_ATTRIBUTES) {
            JsonNode value = record.document().get(attribute);
            if (value != null) {
                event.set(attribute, value);
            }
        }
        if (!record.to().isEmpty()) {
            event.put("to", claim.lane().value());
        }
        event.put("purpose", rule.purpose());
        event.set("data", projection.apply(record.data()));
        return StrictJson.write(event);
    }
}
