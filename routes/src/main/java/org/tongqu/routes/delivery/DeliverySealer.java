package org.tongqu.routes.delivery;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.DeliveryLedger.AboutToSend;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.port.Sealer.DeliveryFacts;
import org.tongqu.record.seal.Origin;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;

/**
 * The steps <i>seal</i> and <i>keep</i>: the gateway states where the body comes from and seals it, and the ledger keeps both
 * before anything is sent, so that a retry after a crash sends the same bytes. Thread-safe.
 */
public final class DeliverySealer {
    private static final int MOST_IN_GAP = 20;

    private final Sealer sealer;
    private final Digests digests;
    private final DeliveryLedger ledger;

    /** Seals with this sealer, keeps in this ledger. */
    public DeliverySealer(Sealer sealer, Digests digests, DeliveryLedger ledger) {
        this.sealer = sealer;
        this.digests = digests;
        this.ledger = ledger;
    }

    /** States where the body comes from and seals it; what was sent before stays as it was. */
    public SealedDelivery seal(MappedDelivery mapped) {
        if (mapped instanceof MappedDelivery.SentBefore before) {
            return new SealedDelivery(before.claim(), before.body(), Set.of(), true);
        }
        if (mapped instanceof MappedDelivery.Original original) {
            return new SealedDelivery(original.claim(), whole(original), original.materials(), false);
        }
        MappedDelivery.Extract extract = (MappedDelivery.Extract) mapped;
        return new SealedDelivery(extract.claim(), extract(extract), extract.materials(), false);
    }

    /**
     * Keeps them in the ledger.
     *
     * @return those that may be sent: whose claim was taken from us meanwhile is somebody else's
     */
    public List<SealedDelivery> keep(List<SealedDelivery> sealed) {
        List<AboutToSend> fresh = sealed.stream()
                .filter(one -> !one.isKept())
                .map(one -> new AboutToSend(one.claim().id(), one.claim().token(), one.body(), one.materials()))
                .toList();
        Set<DeliveryId> kept = fresh.isEmpty() ? Set.of() : ledger.keepSent(fresh);
        return sealed.stream()
                .filter(one -> one.isKept() || kept.contains(one.claim().id()))
                .toList();
    }

    private SealedBody whole(MappedDelivery.Original original) {
        ClaimedDelivery claim = original.claim();
        Origin origin = new Origin(claim.record(), senderKey(claim), claim.digest(), null);
        return new SealedBody(
                claim.octets(), seal(claim, claim.octets(), original.rule(), origin), original.senderSeal());
    }

    private SealedBody extract(MappedDelivery.Extract extract) {
        ClaimedDelivery claim = extract.claim();
        Origin origin =
                new Origin(claim.record(), senderKey(claim), null, digests.commitment(claim.salt(), claim.octets()));
        return new SealedBody(extract.octets(), seal(claim, extract.octets(), extract.rule(), origin), null);
    }

    private Seal seal(ClaimedDelivery claim, byte[] octets, String rule, Origin origin) {
        DeliveryFacts facts = new DeliveryFacts(
                claim.id().value(),
                rule,
                origin,
                latest(claim.gap()).stream().map(RecordId::toString).toList(),
                claim.senderSeal() == null ? "channel" : null);
        return sealer.delivery(claim.lane().value(), octets, facts);
    }

    /** A seal travels in an HTTP header, which partners' servers bound at 8 KiB. */
    private static List<RecordId> latest(List<RecordId> gap) {
        return gap.subList(Math.max(0, gap.size() - MOST_IN_GAP), gap.size());
    }

    private static @Nullable String senderKey(ClaimedDelivery claim) {
        Seal seal = claim.senderSeal();
        return seal == null ? null : SealHeader.read(seal).kid().toString();
    }
}
