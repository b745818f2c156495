package org.tongqu.record.site;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Conversation;

/**
 * A party of the site, as its party file says.
 *
 * @param id who
 * @param nameZh name in Chinese
 * @param nameEn name in English
 * @param level 行政层级: province, city, county, town
 * @param kind department, platform, window, utility, hotline, bank, tax, registration, peer …
 * @param keys its public keys, newest first; empty if it cannot seal
 * @param endpoint how deliveries reach it
 * @param numbersForItself whether its business keys are its own and not the site's; default false
 * @param maxRecordAge how old a record's seal may be; default 30 days
 * @param maxRecordSize largest body in bytes; default 1 MiB
 * @param calls how its system calls the gateway in its own dialect; null if it does not
 * @param answers how its system answers questions; null if it does not
 * @param soap how its system is known at the gateway's SOAP service; null if it does not call there
 * @param frontDatabase where its system leaves rows and finds ours; null if it does not
 * @param folder where its system leaves files; null if it does not
 */
public record Party(
        PartyId id,
        String nameZh,
        String nameEn,
        String level,
        String kind,
        List<PartyKey> keys,
        Endpoint endpoint,
        boolean numbersForItself,
        Duration maxRecordAge,
        int maxRecordSize,
        @Nullable Conversation calls,
        @Nullable Answers answers,
        @Nullable SoapAccess soap,
        @Nullable FrontDatabase frontDatabase,
        @Nullable Folder folder) {
    /** 30 days. */
    public static final Duration DEFAULT_MAX_RECORD_AGE = Duration.ofDays(30);
    /** 1 MiB. */
    public static final int DEFAULT_MAX_RECORD_SIZE = 1024 * 1024;

    /** Copies the list. */
    public Party {
        keys = List.copyOf(keys);
    }

    /** A party whose system does not call in a dialect. */
    public Party(
            PartyId id,
            String nameZh,
            String nameEn,
            String level,
            String kind,
            List<PartyKey> keys,
            Endpoint endpoint,
            boolean numbersForItself,
            Duration maxRecordAge,
            int maxRecordSize) {
        this(
                id,
                nameZh,
                nameEn,
                level,
                kind,
                keys,
                endpoint,
                numbersForItself,
                maxRecordAge,
                maxRecordSize,
                null,
                null);
    }

    /** A party whose system neither calls the SOAP service nor has a front-end database. */
    public Party(
            PartyId id,
            String nameZh,
            String nameEn,
            String level,
            String kind,
            List<PartyKey> keys,
            Endpoint endpoint,
            boolean numbersForItself,
            Duration maxRecordAge,
            int maxRecordSize,
            @Nullable Conversation calls,
            @Nullable Answers answers) {
        this(
                id,
                nameZh,
                nameEn,
                level,
                kind,
                keys,
                endpoint,
                numbersForItself,
                maxRecordAge,
                maxRecordSize,
                calls,
                answers,
                null,
                null);
    }

    /** A party that leaves no files. */
    public Party(
            PartyId id,
            String nameZh,
            String nameEn,
            String level,
            String kind,
            List<PartyKey> keys,
            Endpoint endpoint,
            boolean numbersForItself,
            Duration maxRecordAge,
            int maxRecordSize,
            @Nullable Conversation calls,
            @Nullable Answers answers,
            @Nullable SoapAccess soap,
            @Nullable FrontDatabase frontDatabase) {
        this(
                id,
                nameZh,
                nameEn,
                level,
                kind,
                keys,
                endpoint,
                numbersForItself,
                maxRecordAge,
                maxRecordSize,
                calls,
                answers,
                soap,
                frontDatabase,
                null);
    }

    /** The key with this id; empty if the party has none such. */
    public Optional<PartyKey> key(KeyId kid) {
        return keys.stream().filter(k -> k.kid().equals(kid)).findFirst();
    }
}
