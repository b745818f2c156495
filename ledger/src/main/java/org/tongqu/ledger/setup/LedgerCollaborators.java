package org.tongqu.ledger.setup;

import java.time.Clock;
import java.util.random.RandomGenerator;
import org.tongqu.record.port.Bells;
import org.tongqu.record.port.BodyCipher;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.ReceiptIssuer;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.Transitions;

/**
 * Whom the ledger works with.
 *
 * @param cipher encrypts what rests
 * @param receipts writes the gateway's receipts
 * @param digests SM3
 * @param bells rung after each commit
 * @param transitions told after each commit
 * @param sites endpoints and limits
 * @param clock the time; a step of the ledger asks once
 * @param random ids, tokens, salts and jitter; must be cryptographically strong and thread-safe ({@link
 *     java.security.SecureRandom})
 */
public record LedgerCollaborators(
        BodyCipher cipher,
        ReceiptIssuer receipts,
        Digests digests,
        Bells bells,
        Transitions transitions,
        Sites sites,
        Clock clock,
        RandomGenerator random) {}
