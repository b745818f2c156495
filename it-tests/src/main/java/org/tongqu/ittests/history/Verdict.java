package org.tongqu.ittests.history;

import java.util.List;

/**
 * What the checker found. Counts are of records × parties where they speak of deliveries, else of records.
 *
 * @param accepted records with a receipt
 * @param arrived first arrivals
 * @param lost accepted or proven committed, and did not arrive where it must
 * @param altered arrived with other bytes, or got two receipts that differ
 * @param misrouted arrived where no rule sends it, or one delivery id served two records or parties
 * @param unexpected arrived though never sent, or though refused
 * @param duplicated arrived again without excuse
 * @param inFlight arrived again with the same delivery id because the first confirmation was cut off: allowed
 * @param reordered arrived before an earlier one of its key
 * @param stuck not arrived, and the gateway still means to deliver it
 * @param parked not arrived or refused, and the gateway says so: an operator's matter, not a loss
 * @param recovered arrived though its sender never learned that it was accepted: allowed
 * @param findings the first violations in words
 */
public record Verdict(
        int accepted,
        int arrived,
        int lost,
        int altered,
        int misrouted,
        int unexpected,
        int duplicated,
        int inFlight,
        int reordered,
        int stuck,
        int parked,
        int recovered,
        List<String> findings) {
    /** Copies the list. */
    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether nothing was lost, altered, misrouted, made up, doubled, out of order or stuck. */
    public boolean isValid() {
        return lost + altered + misrouted + unexpected + duplicated + reordered + stuck == 0;
    }
}
