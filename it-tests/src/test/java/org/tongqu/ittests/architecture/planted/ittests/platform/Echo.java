package org.tongqu.ittests.architecture.planted.ittests.platform;

import org.tongqu.ittests.architecture.planted.ledger.Secrets;

/** Knows what it should find out by itself. */
public final class Echo {
    private final Secrets secrets = new Secrets();

    @Override
    public String toString() {
        return "echo of " + secrets;
    }
}
