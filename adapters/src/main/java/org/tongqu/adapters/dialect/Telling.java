package org.tongqu.adapters.dialect;

/**
 * One message as it is to be told.
 *
 * @param table by which it was made: its call and where that is
 * @param text the message
 */
public record Telling(FieldTable table, String text) {
    /** The call alone. */
    @Override
    public String toString() {
        return "message of " + table.message();
    }
}
