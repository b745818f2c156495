package org.tongqu.record.site;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.dialect.Translator;

/**
 * The front-end database (前置库) of a party: its system leaves rows there for us, and finds ours.
 *
 * @param vendor whose it is
 * @param url where, as JDBC has it
 * @param user by whom
 * @param password of the user
 * @param schema in which the tables are; null for the one that the user has by default
 * @param translator of the dialect whose tables they are
 * @param tables those whose rows are picked up, by the dialect's names; empty if it only gets ours
 * @param batch the most rows of one table that are picked up at once; default 500
 * @param longestPause how long nothing is looked for when there was nothing before; default 30 s
 */
public record FrontDatabase(
        DatabaseVendor vendor,
        String url,
        Secret user,
        Secret password,
        @Nullable String schema,
        Translator translator,
        List<String> tables,
        int batch,
        Duration longestPause) {
    /** 500. */
    public static final int DEFAULT_BATCH = 500;
    /** 30 s. */
    public static final Duration DEFAULT_LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Copies the list. */
    public FrontDatabase {
        tables = List.copyOf(tables);
    }

    /** Where, never by whom. */
    @Override
    public String toString() {
        return "front-end database at " + url;
    }
}
