package org.tongqu.adapters.dialect;

import tools.jackson.databind.JsonNode;

/** Turns one value of a partner into one of ours, and back. Immutable and thread-safe. */
public interface Converter {
    /**
     * The partner's value as ours.
     *
     * @param partner neither null nor empty; a scalar, unless the converter says otherwise
     * @throws Unconvertible if it is not of the form that this converter reads
     */
    JsonNode toOurs(JsonNode partner) throws Unconvertible;

    /**
     * Our value as the partner's.
     *
     * @param canonical as the schema of the record type allows it
     * @throws Unconvertible if the partner's form cannot hold it
     */
    JsonNode toTheirs(JsonNode canonical) throws Unconvertible;
}
