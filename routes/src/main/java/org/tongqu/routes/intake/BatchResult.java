package org.tongqu.routes.intake;

import java.util.List;
import org.tongqu.record.port.Intake.ItemResult;

/**
 * What became of a batch.
 *
 * @param items one result per item, in the same order
 */
record BatchResult(List<ItemResult> items) {}
