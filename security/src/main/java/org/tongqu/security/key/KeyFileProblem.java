package org.tongqu.security.key;

import java.nio.file.Path;

/** A file with keys, certificates or secrets cannot be used; the message names file and reason, never what is in it. */
public final class KeyFileProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyFileProblem(Path file, String reason) {
        super(file + ": " + reason);
    }

    KeyFileProblem(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
