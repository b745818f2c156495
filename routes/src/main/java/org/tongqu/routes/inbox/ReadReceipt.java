package org.tongqu.routes.inbox;

import org.tongqu.record.delivery.PartyReceipt;

/**
 * A receipt whose seal holds and is the caller's.
 *
 * @param handed as it came
 * @param receipt what it says
 */
record ReadReceipt(HandedReceipt handed, PartyReceipt receipt) {}
