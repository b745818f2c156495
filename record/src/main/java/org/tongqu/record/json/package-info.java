/** Reads and writes JSON the way the wire demands it: strictly, so that no two readers can understand one text differently. */
@NullMarked
package org.tongqu.record.json;

import org.jspecify.annotations.NullMarked;
