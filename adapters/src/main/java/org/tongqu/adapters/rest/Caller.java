package org.tongqu.adapters.rest;

import org.tongqu.record.PartyId;

/**
 * The party that makes a request, as its proof says.
 *
 * @param party who
 */
record Caller(PartyId party) {}
