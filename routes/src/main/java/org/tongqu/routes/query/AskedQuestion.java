package org.tongqu.routes.query;

import org.tongqu.record.seal.Seal;

/**
 * A question as it came to the door; nothing is known about it yet.
 *
 * @param type that the path names
 * @param octets the exact body
 * @param seal the seal over it
 */
record AskedQuestion(String type, byte[] octets, Seal seal) {}
