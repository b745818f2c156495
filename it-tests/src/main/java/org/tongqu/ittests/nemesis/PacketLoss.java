package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tongqu.ittests.process.Packets;

/** Three of ten packets get lost, to and from the gateway's door and every partner. */
record PacketLoss(String name) implements Injector {
    static final PacketLoss OF_ALL = new PacketLoss("packet-loss");
    private static final String THREE_OF_TEN = " numgen random mod 10 < 3";
    private static final Duration LONG = Duration.ofSeconds(6);

    @Override
    public Optional<String> obstacle() {
        return Packets.obstacle();
    }

    @Override
    public void strike(Scene scene) {
        List<Integer> ports = new ArrayList<>(List.of(scene.site().port()));
        scene.partners().forEach(partner -> ports.add(partner.wire().port()));
        List<String> lossy = new ArrayList<>();
        for (int port : ports) {
            lossy.add("tcp dport " + port + THREE_OF_TEN);
            lossy.add("tcp sport " + port + THREE_OF_TEN);
        }
        long before = System.nanoTime();
        long accepted = scene.accepted().getAsLong();
        try (Packets packets = Packets.drop(lossy)) {
            scene.pause(LONG);
            if (packets.dropped() == 0) {
                throw new IllegalStateException("no packet was lost");
            }
            scene.progress()
                    .accept(name + ": " + packets.dropped() + " packets lost, "
                            + (scene.accepted().getAsLong() - accepted) + " records accepted meanwhile");
        }
        scene.awaitRecords();
        scene.brokenSince(before, name);
    }
}
