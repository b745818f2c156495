package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.List;
import org.tongqu.ittests.load.Interference;
import org.tongqu.ittests.load.TcpProxy;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.SharedServers;

/** What can happen to one of two gateways, or to what they share, while the other goes on. */
public sealed interface NodeStrike {
    /** Its name. */
    String kind();

    /**
     * Strikes, and waits until records were taken meanwhile.
     *
     * @param scene of the gateway that is struck
     * @param toPostgres its wire to the database
     * @param toBroker its wire to the broker
     * @param servers shared by both
     */
    void strike(Scene scene, TcpProxy toPostgres, TcpProxy toBroker, SharedServers servers);

    /** One of each, those that stand still for this long. */
    static List<NodeStrike> all(Duration frozen, Duration cut) {
        return List.of(
                new Killed(),
                new Frozen(frozen),
                new Cut("cut-from-database", true, cut),
                new Cut("cut-from-broker", false, cut),
                new BrokerRestarts("broker-restarts", true),
                new BrokerRestarts("broker-loses-journal", false),
                new DatabaseDies());
    }

    /** {@code kill -9}; the other goes on for a while before it is started again. */
    record Killed() implements NodeStrike {
        @Override
        public String kind() {
            return "kill-one-of-two";
        }

        @Override
        public void strike(Scene scene, TcpProxy toPostgres, TcpProxy toBroker, SharedServers servers) {
            scene.gateway().kill();
            scene.gone(System.nanoTime(), kind());
            scene.awaitTaken();
            scene.gateway().restart();
        }
    }

    /** Stands still, then goes on as if nothing had been; past its leases it has nothing more to say. */
    record Frozen(Duration time) implements NodeStrike {
        @Override
        public String kind() {
            return "freeze-one-of-two";
        }

        @Override
        public void strike(Scene scene, TcpProxy toPostgres, TcpProxy toBroker, SharedServers servers) {
            long before = System.nanoTime();
            List<Long> pid = List.of(scene.gateway().pid());
            GatewayProcess.freeze(pid);
            try {
                scene.awaitTaken();
                scene.pause(time);
            } finally {
                GatewayProcess.thaw(pid);
            }
            scene.awaitTaken();
            scene.brokenSince(before, kind());
        }
    }

    /** Its connections to one of the servers are cut, and new ones lead nowhere. */
    record Cut(String kind, boolean database, Duration time) implements NodeStrike {
        @Override
        public void strike(Scene scene, TcpProxy toPostgres, TcpProxy toBroker, SharedServers servers) {
            TcpProxy wire = database ? toPostgres : toBroker;
            long before = System.nanoTime();
            wire.interfere(Interference.HANG);
            try {
                scene.awaitTaken();
                scene.pause(time);
                if (wire.interfered() == 0) {
                    throw new IllegalStateException("nothing came to the wire that was cut");
                }
            } finally {
                wire.interfere(Interference.NONE);
            }
            scene.awaitTaken();
            scene.brokenSince(before, kind);
        }
    }

    /** The broker of both stops for a while: records are taken meanwhile. */
    record BrokerRestarts(String kind, boolean withJournal) implements NodeStrike {
        @Override
        public void strike(Scene scene, TcpProxy toPostgres, TcpProxy toBroker, SharedServers servers) {
            long before = System.nanoTime();
            servers.stopBroker();
            scene.awaitTaken();
            servers.restartBroker(withJournal);
            scene.awaitTaken();
            scene.brokenSince(before, kind);
        }
    }

    /** {@code kill -9} of the database of both. */
    record DatabaseDies() implements NodeStrike {
        @Override
        public String kind() {
            return "kill-shared-database";
        }

        @Override
        public void strike(Scene scene, TcpProxy toPostgres, TcpProxy toBroker, SharedServers servers) {
            long before = System.nanoTime();
            servers.killPostgres();
            scene.awaitTaken();
            scene.brokenSince(before, kind());
        }
    }
}
