package org.tongqu.routes.intake;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param items one end per item, in the same order
 */
record BatchResult(List<ItemEnd> items) {}
