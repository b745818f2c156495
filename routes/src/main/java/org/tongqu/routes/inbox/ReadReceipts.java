package org.tongqu.routes.inbox;

import java.util.List;
import org.tongqu.record.PartyId;

/**
 * Receipts of one party whose seals hold, in the order in which they were handed in.
 *
 * @param caller whose
 * @param receipts what they say
 */
record ReadReceipts(PartyId caller, List<ReadReceipt> receipts) {}
