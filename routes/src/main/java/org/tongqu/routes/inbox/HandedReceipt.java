package org.tongqu.routes.inbox;

import org.tongqu.record.PartyId;
import org.tongqu.record.seal.SealedText;

/**
 * A receipt as a party handed it in.
 *
 * @param caller who handed it in, as its channel or proof says
 * @param sealed the receipt
 */
record HandedReceipt(PartyId caller, SealedText sealed) {}
