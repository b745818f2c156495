package org.tongqu.routes.inbox;

import org.tongqu.record.PartyId;

/**
 * A receipt without a seal of its own, as a party's channel brought it.
 *
 * @param caller whose channel it is
 * @param payload what it says
 */
record AttestedReceipt(PartyId caller, byte[] payload) {}
