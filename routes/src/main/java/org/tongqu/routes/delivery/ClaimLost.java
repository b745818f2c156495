package org.tongqu.routes.delivery;

/** The claim was taken from us before anything was sent; somebody else goes on with the delivery, we drop it. */
public final class ClaimLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimLost() {
        super("claim lost before sending", null, false, false);
    }
}
