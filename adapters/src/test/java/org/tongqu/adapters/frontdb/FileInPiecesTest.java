package org.tongqu.adapters.frontdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of rows, piece by piece. */
class FileInPiecesTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                FileInPieces.PIECE - 1,
                FileInPieces.PIECE,
                FileInPieces.PIECE + 1,
                2 * FileInPieces.PIECE,
                2_500_000
            })
    void theWholeOfAFileIsReadWhereverItsPiecesEnd(int length) throws IOException {
        byte[] file = new byte[length];
        for (int i = 0; i < length; i++) {
            file[i] = (byte) (i * 31 + i / 7);
        }
        List<Long> asked = new ArrayList<>();

        FileInPieces octets = new FileInPieces(piece(file, 0), from -> {
            asked.add(from);
            return piece(file, from);
        });

        assertThat(octets.readAllBytes()).isEqualTo(file);
        assertThat(octets.read()).isEqualTo(-1);
        assertThat(asked)
                .as("no piece is asked for twice")
                .doesNotHaveDuplicates()
                .hasSize(length / FileInPieces.PIECE);
    }

    private static byte[] piece(byte[] file, long from) {
        return Arrays.copyOfRange(file, (int) from, (int) Math.min(file.length, from + FileInPieces.PIECE));
    }
}
