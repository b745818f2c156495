/** The site as immutable data: parties, keys, endpoints, limits. Loaded elsewhere, read everywhere. */
@NullMarked
package org.tongqu.record.site;

import org.jspecify.annotations.NullMarked;
