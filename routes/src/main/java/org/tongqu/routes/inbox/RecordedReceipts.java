package org.tongqu.routes.inbox;

import java.util.List;
import org.tongqu.record.port.Inbox.ReceiptResult;

/**
 * What became of receipts.
 *
 * @param results one per receipt, in the same order
 */
record RecordedReceipts(List<ReceiptResult> results) {}
