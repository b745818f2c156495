package org.tongqu.record.delivery;

import org.tongqu.record.seal.SealedText;

/**
 * The gateway's receipt for a record (接收回执): given only after the record is durable, the same bytes and seal for ever.
 *
 * @param sealed the sealed receipt
 * @param repeat whether this record had been accepted before
 */
public record Receipt(SealedText sealed, boolean repeat) {}
