package org.tongqu.record.delivery;

import org.tongqu.record.PartyId;

/**
 * What a lane's queue carries: look at this delivery. Never a body. A bell whose dispatch is not the delivery's current one is
 * acknowledged and forgotten, so a bell that comes twice or late does no harm.
 *
 * @param lane the party whose lane it is
 * @param delivery which delivery
 * @param dispatch the delivery's dispatch counter when the bell was rung, from 1
 */
public record Bell(PartyId lane, DeliveryId delivery, int dispatch) {}
