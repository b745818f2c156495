package org.tongqu.record.port;

import java.util.Collection;
import org.tongqu.record.delivery.Bell;

/**
 * Rings for deliveries that can go. Called by the ledger after a commit with the bells of that commit, so that they travel in
 * one transaction of the broker. Thread-safe, returns at once; a bell that is lost is rung again by the sweep.
 */
public interface Bells {
    /** Rings these bells. For a pull party it wakes whoever waits at its inbox. */
    void ring(Collection<Bell> bells);
}
