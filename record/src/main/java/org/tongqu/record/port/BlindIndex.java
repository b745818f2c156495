package org.tongqu.record.port;

/** Makes a searchable mark of a confidential value: HMAC-SM3 under a key of its own. Thread-safe. */
public interface BlindIndex {
    /**
     * The mark of a value in a field.
     *
     * @param field the field's pattern, so that equal values in different fields differ
     * @param value the plain value
     * @return 32 octets
     */
    byte[] mark(String field, String value);
}
