package org.tongqu.record;

/**
 * The identity of a record: its sender and the id the sender gave it. The same pair is the same record, for ever.
 *
 * @param sender who sent it
 * @param id {@code [A-Za-z0-9._~:-]{1,64}}
 */
public record RecordId(PartyId sender, String id) {
    private static final int LONGEST = 64;
    private static final AsciiSet ALLOWED =
            AsciiSet.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~:-");

    /** @throws IllegalArgumentException if the id has not the allowed shape */
    public RecordId {
        if (!isShaped(id)) {
            throw new IllegalArgumentException("not a record id, expected [A-Za-z0-9._~:-]{1,64}");
        }
    }

    /** Whether the text may be a record's id. */
    public static boolean isShaped(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && ALLOWED.containsAll(id, 0);
    }

    @Override
    public String toString() {
        return sender + "/" + id;
    }
}
