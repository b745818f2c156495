package org.tongqu.record;

/**
 * Within what order is kept: one case, one ticket, one certificate. The events of one case come from several parties,
 * so the keyspace is the site's, unless a party's file says that it numbers for itself.
 *
 * @param keyspace the site id, or the party id of a party that numbers for itself
 * @param family the type family
 * @param subject the business key itself, at most 128 characters, never an ID number or phone
 */
public record BusinessKey(String keyspace, String family, String subject) implements Comparable<BusinessKey> {
    @Override
    public int compareTo(BusinessKey other) {
        int byKeyspace = keyspace.compareTo(other.keyspace);
        if (byKeyspace != 0) {
            return byKeyspace;
        }
        int byFamily = family.compareTo(other.family);
        return byFamily != 0 ? byFamily : subject.compareTo(other.subject);
    }
}
