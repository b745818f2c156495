package org.tongqu.record.site;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.ticket.Hotline;

/**
 * One version of the site: who takes part and who may have what. Immutable; a change is a new version, swapped in whole.
 *
 * @param id the site's id on the wire ({@code aud} of what is sealed to the gateway), the six digits of its division
 * @param version counts up with every applied change, from 1
 * @param nameZh name in Chinese
 * @param nameEn name in English
 * @param level province, city or county
 * @param gateway the gateway's own party id
 * @param gatewayKeys the gateway's public keys, the one that seals first
 * @param parties every party by id
 * @param rules the sharing rules, indexed
 * @param queries the rules about questions, indexed: {@code from} asks, {@code to} answers, and the grant is what of each result is given
 * @param limits bounds
 * @param trustAnchors certificates to which every party's chain must lead
 * @param revocationLists revocation lists of the issuers; empty if none is published
 * @param calendar which days are workdays
 * @param hotline how the hotline works
 */
public record Site(
        String id,
        int version,
        String nameZh,
        String nameEn,
        String level,
        PartyId gateway,
        List<PartyKey> gatewayKeys,
        Map<PartyId, Party> parties,
        SharingRules rules,
        SharingRules queries,
        Limits limits,
        List<X509Certificate> trustAnchors,
        List<X509CRL> revocationLists,
        WorkdayCalendar calendar,
        Hotline hotline) {
    /** A site in which nobody asks anybody, and whose hotline has no limits. */
    public Site(
            String id,
            int version,
            String nameZh,
            String nameEn,
            String level,
            PartyId gateway,
            List<PartyKey> gatewayKeys,
            Map<PartyId, Party> parties,
            SharingRules rules,
            Limits limits,
            List<X509Certificate> trustAnchors,
            List<X509CRL> revocationLists,
            WorkdayCalendar calendar) {
        this(
                id,
                version,
                nameZh,
                nameEn,
                level,
                gateway,
                gatewayKeys,
                parties,
                rules,
                new SharingRules(List.of()),
                limits,
                trustAnchors,
                revocationLists,
                calendar,
                Hotline.WITHOUT_LIMITS);
    }

    /** Copies the collections. */
    public Site {
        gatewayKeys = List.copyOf(gatewayKeys);
        parties = Map.copyOf(parties);
        trustAnchors = List.copyOf(trustAnchors);
        revocationLists = List.copyOf(revocationLists);
    }

    /** The party with this id; empty if it does not take part. */
    public Optional<Party> party(PartyId party) {
        return Optional.ofNullable(parties.get(party));
    }

    /** Within what the order of this record is kept. */
    public BusinessKey keyOf(BusinessRecord record) {
        return keyOf(record.id().sender(), record.type(), record.subject());
    }

    /** Within what the order of records of this sender, type and subject is kept. */
    public BusinessKey keyOf(PartyId sender, RecordType type, String subject) {
        boolean ownNumbers = party(sender).map(Party::numbersForItself).orElse(false);
        return new BusinessKey(ownNumbers ? sender.value() : id, type.family(), subject);
    }
}
