package org.tongqu.adapters.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.tongqu.record.port.IntakeGate;

/** A body that may take long: it ends as soon as nothing is taken any more, because the disk is nearly full or the database gone. */
final class GatedInput extends FilterInputStream {
    private final IntakeGate gate;

    GatedInput(InputStream octets, IntakeGate gate) {
        super(octets);
        this.gate = gate;
    }

    @Override
    public int read() throws IOException {
        requireOpen();
        return super.read();
    }

    @Override
    public int read(byte[] octets, int from, int length) throws IOException {
        requireOpen();
        return super.read(octets, from, length);
    }

    private void requireOpen() {
        gate.closed().ifPresent(closed -> {
            throw closed;
        });
    }
}
