package org.tongqu.ittests.nemesis;

/** {@code kill -9} of the gateway, of its database, or of both. */
record Kills(String name, boolean gateway, boolean postgres) implements Injector {
    static final Kills GATEWAY = new Kills("kill-gateway", true, false);
    static final Kills POSTGRES = new Kills("kill-postgres", false, true);
    static final Kills BOTH = new Kills("kill-both", true, true);

    @Override
    public void strike(Scene scene) {
        long before = System.nanoTime();
        if (postgres && !scene.gateway().killPostgres()) {
            throw new IllegalStateException("there was no database to kill");
        }
        if (gateway) {
            scene.gateway().kill();
            scene.gone(System.nanoTime(), name);
            scene.gateway().restart();
        } else {
            scene.awaitRecords();
            scene.brokenSince(before, name);
        }
    }
}
