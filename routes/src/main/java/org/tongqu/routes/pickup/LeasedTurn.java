package org.tongqu.routes.pickup;

import org.tongqu.record.port.PickUpLedger.Lease;

/**
 * A turn that is this node's.
 *
 * @param turn whose
 * @param lease holds until the look is over, or another node may look
 */
record LeasedTurn(Turn turn, Lease lease) {}
