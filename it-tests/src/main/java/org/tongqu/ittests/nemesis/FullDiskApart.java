package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.OwnDisk;
import org.tongqu.ittests.process.OwnFolder;

/**
 * The broker's journal, or the database, lies on a disk of its own, and only that one fills up, as in {@link FullDisk}. While there
 * is no block left whoever writes there is killed: a gateway comes up without room for its journal, a database once it has room.
 *
 * @param folder in the data directory
 * @param whenFull done to the gateway while there is no block left
 */
record FullDiskApart(String name, String folder, Consumer<Scene> whenFull) implements Injector {
    static final FullDiskApart OF_JOURNAL = new FullDiskApart("full-disk-journal", "broker", FullDiskApart::startAgain);
    static final FullDiskApart OF_DATABASE =
            new FullDiskApart("full-disk-database", "postgres", FullDiskApart::killPostgres);
    private static final long SIZE = 3L << 30;
    private static final Duration ENDS = Duration.ofSeconds(60);
    private static final Duration STARTS = Duration.ofSeconds(60);
    private static final Duration WITHOUT_DATABASE = Duration.ofSeconds(3);

    @Override
    public Optional<String> obstacle() {
        return OwnDisk.obstacle();
    }

    @Override
    public void strike(Scene scene) {
        GatewayProcess gateway = scene.gateway();
        end(gateway);
        OwnFolder own =
                OwnFolder.move(gateway.data().resolve(folder), scene.folder().resolve(name + ".ext4"), SIZE);
        gateway.restart();
        scene.awaitRecords();
        long before = System.nanoTime();
        FullDisk.fillAndFree(name, scene, own.disk(), () -> whenFull.accept(scene));
        scene.brokenSince(before, name);
        end(gateway);
        own.close();
        gateway.restart();
    }

    private static void end(GatewayProcess gateway) {
        gateway.terminate();
        gateway.awaitExit(ENDS);
    }

    private static void startAgain(Scene scene) {
        scene.gateway().kill();
        scene.gone(System.nanoTime(), "kill-gateway");
        scene.gateway().restart();
        scene.gateway().awaitReady(STARTS);
    }

    private static void killPostgres(Scene scene) {
        if (!scene.gateway().killPostgres()) {
            throw new IllegalStateException("there was no database to kill");
        }
        scene.pause(WITHOUT_DATABASE);
    }
}
