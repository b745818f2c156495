package org.tongqu.ittests.nemesis;

import java.util.List;
import java.util.stream.Stream;
import org.tongqu.ittests.process.OwnDisk;

/** The power goes: what was not synced is gone with the processes. */
record PowerLoss(String name) implements Injector {
    static final PowerLoss OF_ALL = new PowerLoss("power-loss");

    @Override
    public boolean needsOwnDisk() {
        return true;
    }

    @Override
    public void strike(Scene scene) {
        OwnDisk disk = scene.ownDisk();
        List<ProcessHandle> all = Stream.concat(
                        ProcessHandle.of(scene.gateway().pid()).stream(), scene.gateway().postgres().stream())
                .toList();
        long before = System.nanoTime();
        disk.cutPower();
        all.forEach(ProcessHandle::destroyForcibly);
        scene.gateway().kill();
        all.forEach(process -> process.onExit().join());
        scene.brokenSince(before, name);
        disk.powerOn();
        scene.gateway().restart();
    }
}
