package org.tongqu.routes.delivery;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.failure.Brief;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.FileAddresses;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.sharing.Projection;
import org.tongqu.record.sharing.RuleFailures;
import org.tongqu.record.sharing.SharingRule;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;
import org.tongqu.routes.material.AttachedMaterials;
import org.tongqu.routes.material.FilesInHand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The <i>map</i> step: what of a record its receiver may have, by the rule in force now, not the one at admission. A grant that
 * is gone stops retries too; bytes that were sent before are otherwise not made anew. A party that speaks a dialect gets what it may
 * have in its dialect. Thread-safe.
 */
public final class DeliveryMapper {
    private static final String[] KNOWN_ATTRIBUTES = {
        "specversion", "id", "source", "type", "subject", "time", "dataschema", "correlation", "priority", "deadline"
    };

    private static final int LARGEST_WITHOUT_FILES = 64 << 10;

    private final Sites sites;
    private final Materials materials;
    private final FilesInHand files;
    private final FileAddresses addresses;
    private final RuleFailures failures;
    private final UnmappedCodes unmapped;
    private final Clock clock;

    /**
     * Maps by the site version in force at each call.
     *
     * @param sites the site in force
     * @param materials what goes into messages of dialects
     * @param files how much of them may be on its way at once
     * @param addresses of files that messages point to
     * @param failures is told of rules whose condition fails
     * @param unmapped is told of codes that a dialect has not
     * @param clock the time, which messages of some dialects say
     */
    public DeliveryMapper(
            Sites sites,
            Materials materials,
            FilesInHand files,
            FileAddresses addresses,
            RuleFailures failures,
            UnmappedCodes unmapped,
            Clock clock) {
        this.sites = sites;
        this.materials = materials;
        this.files = files;
        this.addresses = addresses;
        this.failures = failures;
        this.unmapped = unmapped;
        this.clock = clock;
    }

    /**
     * @throws Undeliverable {@code GRANT_WITHDRAWN} if no rule lets the record go to this party any more, {@code UNTRANSLATABLE} if its
     *     dialect cannot say it
     * @throws FilesInHand.Full if there is no room for its files now
     */
    public MappedDelivery map(Claimed claimed) {
        ClaimedDelivery claim = claimed.claim();
        Site site = sites.current();
        BusinessRecord record = EnvelopeReader.read(claim.octets());
        SharingRule rule = ruleInForce(site, record, claim)
                .orElseThrow(() -> new Undeliverable(
                        "GRANT_WITHDRAWN", "No sharing rule gives this record to this party any more."));
        Optional<Conversation> conversation = conversation(site, claim.lane());
        Optional<Translator> translator = conversation.map(Conversation::translator);
        if (claim.sentBefore() != null) {
            requireStillTold(claim, translator);
            takeRoom(claim, claim.sentBefore().octets().length);
            return new MappedDelivery.SentBefore(claim, claim.sentBefore());
        }
        Optional<Projection> projection = site.rules().projection(rule);
        ObjectNode granted = projection.map(part -> part.apply(record.data())).orElse(record.data());
        Set<Digest> referred = referred(record.type(), granted);
        if (conversation.isPresent()) {
            byte[] told = told(claim, conversation.get(), record.type(), granted);
            return new MappedDelivery.Extract(claim, rule.name(), told, referred);
        }
        return projection.isEmpty()
                ? new MappedDelivery.Original(claim, rule.name(), claim.senderSeal(), referred)
                : new MappedDelivery.Extract(claim, rule.name(), extract(record, claim, rule, granted), referred);
    }

    /** What is told again has its files in it. */
    private void takeRoom(ClaimedDelivery claim, int octets) {
        if (octets > LARGEST_WITHOUT_FILES) {
            files.take(claim, octets);
        }
    }

    private static Set<Digest> referred(RecordType type, ObjectNode granted) {
        return Schemas.shipped()
                .find(type.toString())
                .map(schema -> Set.copyOf(schema.materials(granted).values()))
                .orElse(Set.of());
    }

    private static Optional<Conversation> conversation(Site site, PartyId lane) {
        return site.party(lane)
                .map(Party::endpoint)
                .filter(Endpoint.Push.class::isInstance)
                .map(endpoint -> ((Endpoint.Push) endpoint).conversation());
    }

    /** What was made for a dialect is told in that one or not at all, and never as a record. */
    private static void requireStillTold(ClaimedDelivery claim, Optional<Translator> translator) {
        byte[] made = Objects.requireNonNull(claim.sentBefore()).octets();
        boolean isTold = translator
                .map(one -> one.stillTells(claim.type(), made))
                .orElseGet(() -> !Translator.isTranslated(made));
        if (!isTold) {
            throw new Undeliverable(
                    "DIALECT_CHANGED",
                    "An earlier attempt was made for other calls than the party's dialect has now; replay it as received.");
        }
    }

    /** What cannot be told is for the operator: a code without a mapping, say, is added to the dialect and the delivery replayed. */
    private byte[] told(ClaimedDelivery claim, Conversation conversation, RecordType type, ObjectNode granted) {
        Translator translator = conversation.translator();
        if (!translator.tells(type)) {
            throw new Undeliverable(
                    "UNTRANSLATABLE", "The dialect " + translator.family() + " has no message for " + type + ".");
        }
        try {
            return translator.toTheirs(
                    type,
                    granted,
                    new Telling(claim.record(), claim.id().value(), clock.instant()),
                    new AttachedMaterials(
                            materials,
                            claim.record().sender(),
                            material -> address(conversation, claim.lane(), material),
                            octets -> files.take(claim, octets)));
        } catch (Rejection untranslatable) {
            unmapped.noticed(claim.lane(), translator.family(), false, untranslatable.errors());
            throw new Undeliverable("UNTRANSLATABLE", words(translator, untranslatable));
        }
    }

    /** Below the one address of ours that the party's file names, where the door finds it again. */
    private Optional<String> address(Conversation conversation, PartyId receiver, Digest material) {
        return conversation.files().stream()
                .findFirst()
                .map(base -> base + "v1/parties/" + receiver + "/files/" + addresses.nameFor(receiver, material));
    }

    private static String words(Translator translator, Rejection rejection) {
        String words = rejection.errors().stream()
                .map(error -> error.pointer() + " " + error.en())
                .collect(Collectors.joining(" ", "In the dialect " + translator.family() + ": ", ""));
        return Brief.of(words);
    }

    private Optional<SharingRule> ruleInForce(Site site, BusinessRecord record, ClaimedDelivery claim) {
        if (record.id().sender().equals(site.gateway())) {
            return Optional.of(NoticeRule.of(record, claim.lane()));
        }
        return site.rules().ruleFor(record, claim.lane(), failures);
    }

    private static byte[] extract(BusinessRecord record, ClaimedDelivery claim, SharingRule rule, ObjectNode granted) {
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
        event.set("data", granted);
        return StrictJson.write(event);
    }
}
