package org.tongqu.ittests.architecture.planted.ledger;

/** What the routes must not know. */
public class Secrets {}
