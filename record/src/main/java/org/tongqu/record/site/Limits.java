package org.tongqu.record.site;

import java.time.Duration;

/**
 * Bounds of the site; each has a default that can be seen here.
 *
 * @param maxRecordSize largest body of one record in bytes; default 1 MiB
 * @param maxBatchSize largest body of a batch in bytes; default 16 MiB
 * @param maxBatchItems most items of a batch; default 500
 * @param maxMaterialSize largest material in bytes; default 1 GiB
 * @param maxUnreferencedMaterials how many bytes of materials a party may have here to which no record refers; default 4 GiB
 * @param deliveryDeadline after this a delivery that is not final expires; default 30 days
 * @param identityRetention how long a repeat is recognised; default 400 days
 * @param awakeLanes most lanes that hold threads at once; default 32
 * @param outstandingBells most bells of one lane in the broker; default 2000
 */
public record Limits(
        int maxRecordSize,
        int maxBatchSize,
        int maxBatchItems,
        long maxMaterialSize,
        long maxUnreferencedMaterials,
        Duration deliveryDeadline,
        Duration identityRetention,
        int awakeLanes,
        int outstandingBells) {
    /** The defaults named above. */
    public static final Limits DEFAULTS = new Limits(
            1024 * 1024,
            16 * 1024 * 1024,
            500,
            1L << 30,
            4L << 30,
            Duration.ofDays(30),
            Duration.ofDays(400),
            32,
            2000);
}
