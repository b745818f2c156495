package org.tongqu.config.site;

import org.tongqu.record.site.Site;

/**
 * A site as its files say, free of mistakes.
 *
 * @param site what all rooms read
 * @param settings what only the process that serves it reads
 */
public record LoadedSite(Site site, SiteSettings settings) {}
