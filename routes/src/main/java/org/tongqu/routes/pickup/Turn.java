package org.tongqu.routes.pickup;

import org.tongqu.record.port.PickUp;
import org.tongqu.record.site.Party;

/**
 * It is a party's turn to be looked at.
 *
 * @param party whose place
 * @param place what lies there and how often it is looked at
 * @param looker who looks there
 */
record Turn(Party party, PickUp.Place place, PickUp looker) {}
