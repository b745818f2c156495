package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.tongqu.ittests.load.Interference;

/** Which injectors there are, and which of them go into which programme. */
public final class Nemeses {
    private static final Duration WIRE = Duration.ofSeconds(4);
    private static final Injector HANGING_TRICKLING_ENDLESS = wire(
            "wire-hang-trickle-endless",
            List.of(Interference.HANG, Interference.TRICKLE, Interference.ENDLESS),
            Duration.ofSeconds(12));
    private static final Injector REFUSING_RESETTING_DEAF = wire(
            "wire-refuse-reset-one-way",
            List.of(Interference.REFUSE, Interference.RESET, Interference.LOSE_ANSWERS),
            WIRE);
    private static final Injector LYING = wire(
            "wire-login-page-soap-fault-204",
            List.of(Interference.LOGIN_PAGE, Interference.FAULT_IN_200, Interference.NO_CONTENT),
            Duration.ZERO);
    private static final Injector NARROW =
            wire("wire-narrow-truncated", List.of(Interference.NARROW, Interference.TRUNCATE), WIRE);

    private Nemeses() {}

    /** Random kills of the gateway, its database and both: what a machine does on a bad day. */
    public static List<Injector> kills() {
        return List.of(Kills.GATEWAY, Kills.POSTGRES, Kills.BOTH);
    }

    /** Everything there is, for one strike after the other by chance. */
    public static List<Injector> all() {
        return List.of(
                Kills.GATEWAY,
                Kills.POSTGRES,
                Kills.BOTH,
                KillAtSync.GATEWAY,
                KillAtSync.POSTGRES,
                KillBackend.IN_COMMIT,
                NamedPoints.FEW,
                Terminate.IN_PEACE,
                Terminate.IN_HASTE,
                Freeze.GATEWAY,
                Freeze.POSTGRES,
                Partition.FROM_POSTGRES,
                PacketLoss.OF_ALL,
                SyncFails.OF_GATEWAY,
                SlowSyncs.OF_BOTH,
                FullDisk.OF_DATA,
                FullDiskApart.OF_JOURNAL,
                FullDiskApart.OF_DATABASE,
                PowerLoss.OF_ALL,
                JournalDamage.OF_BROKER,
                ClockJump.OF_GATEWAY,
                MemoryEnds.OF_GATEWAY,
                HANGING_TRICKLING_ENDLESS,
                REFUSING_RESETTING_DEAF,
                LYING,
                NARROW,
                Refusals.THEN_REPLAY,
                Consumers.OF_ALL,
                Flood.OF_BODIES);
    }

    /** What is struck with every time: those that depend on the moment and are soon over several times; five minutes together or so. */
    public static List<Injector> everyOne() {
        return Stream.<List<Injector>>of(
                        // Right after the first start, when nothing is on the disk but what was synced.
                        List.of(PowerLoss.OF_ALL),
                        kills(),
                        List.of(NamedPoints.FEW),
                        times(3, KillAtSync.POSTGRES),
                        List.of(
                                KillAtSync.GATEWAY,
                                KillBackend.IN_COMMIT,
                                Terminate.IN_PEACE,
                                Terminate.IN_HASTE,
                                Partition.FROM_POSTGRES.lasting(Duration.ofSeconds(5)),
                                SyncFails.OF_GATEWAY,
                                FullDisk.OF_DATA,
                                FullDiskApart.OF_JOURNAL,
                                FullDiskApart.OF_DATABASE,
                                JournalDamage.OF_BROKER,
                                ClockJump.OF_GATEWAY,
                                REFUSING_RESETTING_DEAF,
                                LYING,
                                HANGING_TRICKLING_ENDLESS,
                                Refusals.THEN_REPLAY,
                                Consumers.OF_ALL,
                                Flood.OF_BODIES))
                .flatMap(List::stream)
                .toList();
    }

    /** What a machine and its network do on slow days. */
    public static List<Injector> slowness() {
        return List.of(
                Freeze.GATEWAY.lasting(Duration.ofSeconds(5)),
                Freeze.POSTGRES.lasting(Duration.ofSeconds(5)),
                PacketLoss.OF_ALL,
                SlowSyncs.OF_BOTH,
                NARROW,
                PowerLoss.OF_ALL);
    }

    /** What takes minutes each, and is not among those that come by chance; and the end of memory, which {@link #everyOne} spares. */
    public static List<Injector> patient() {
        return List.of(
                MemoryEnds.OF_GATEWAY,
                Freeze.GATEWAY_PAST_LEASES,
                Partition.FOR_A_MINUTE,
                Partition.FOR_TEN_MINUTES,
                ClockDrift.OF_GATEWAY);
    }

    /** What depends on the moment more than all else: the gateway halts once at every named point, and both die at syncs by chance. */
    public static List<Injector> moments() {
        return Stream.<List<Injector>>of(
                        List.of(NamedPoints.ALL), times(3, KillAtSync.GATEWAY), times(9, KillAtSync.POSTGRES))
                .flatMap(List::stream)
                .toList();
    }

    private static Injector wire(String name, List<Interference> kinds, Duration time) {
        return new WireFault(name, kinds, time);
    }

    private static List<Injector> times(int times, Injector injector) {
        return Stream.generate(() -> injector).limit(times).toList();
    }
}
