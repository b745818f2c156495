package org.tongqu.ledger.commit;

/** The database refuses this very content, whoever brings it and however often. */
public final class CannotBeTaken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    CannotBeTaken(IllegalStateException withoutValues) {
        super("the ledger cannot take this: " + withoutValues.getMessage(), withoutValues);
    }
}
