package org.tongqu.record.port;

import org.tongqu.record.site.Site;

/** The site version in force. Thread-safe; two calls may see different versions, so one piece of work asks once. */
public interface Sites {
    /** The site as it is now. */
    Site current();
}
