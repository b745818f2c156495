package org.tongqu.adapters.frontdb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A file of a row, read piece by piece as it is needed, so that no more than a piece of it is in memory. For one thread. */
final class FileInPieces extends InputStream {
    /** How many octets a piece has. */
    static final int PIECE = 1 << 20;

    private final Pieces pieces;
    private byte[] piece;
    private int next;
    private long read;
    private boolean isEnd;

    /** Where they come from. */
    interface Pieces {
        /**
         * The next piece.
         *
         * @param from the first octet, counted from 0
         * @return shorter than {@link #PIECE} if it is the last; it may be empty
         */
        byte[] from(long from) throws IOException;
    }

    FileInPieces(byte[] first, Pieces pieces) {
        this.pieces = pieces;
        this.piece = first;
        this.read = first.length;
        this.isEnd = first.length < PIECE;
    }

    private void take(byte[] piece) {
        this.piece = piece;
        next = 0;
        read += piece.length;
        isEnd = piece.length < PIECE;
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : piece[next++] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int taken = Math.min(length, piece.length - next);
        System.arraycopy(piece, next, to, offset, taken);
        next += taken;
        return taken;
    }

    private boolean isAtEnd() throws IOException {
        if (next == piece.length && !isEnd) {
            take(pieces.from(read));
        }
        return next == piece.length;
    }
}
