/** What {@code tongqu bench} measures: throughput, latency and CPU per record of the packaged gateway, checked against its ledger. */
@NullMarked
package org.tongqu.ittests.bench;

import org.jspecify.annotations.NullMarked;
