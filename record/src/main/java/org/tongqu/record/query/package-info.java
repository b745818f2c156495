/** Questions that one party asks another through the gateway (查询), and what comes back: nothing of it is forwarded or repeated. */
@NullMarked
package org.tongqu.record.query;

import org.jspecify.annotations.NullMarked;
