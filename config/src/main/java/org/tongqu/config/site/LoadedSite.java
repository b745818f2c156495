package org.tongqu.config.site;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tongqu.record.site.Site;

/**
 * A site as its files say, free of mistakes.
 *
 * @param site what all rooms read
 * @param settings what only the process that serves it reads
 * @param shippedDialects the folders of the shipped dialects that its parties speak, by family; those of its own are not among them
 */
public record LoadedSite(Site site, SiteSettings settings, SortedMap<String, Path> shippedDialects) {
    /** Copies the map. */
    public LoadedSite {
        shippedDialects = Collections.unmodifiableSortedMap(new TreeMap<>(shippedDialects));
    }
}
