package org.tongqu.config.site;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.tongqu.record.dialect.Secret;
import org.tongqu.security.key.KeyFileProblem;
import org.tongqu.security.key.PrivateFile;

/** Where a credential of a party is. Two that are in the same place are the same. */
sealed interface PartySecret extends Secret {
    /**
     * The secret to which a text of a party's file refers.
     *
     * @param text {@code file:path} or {@code env:VARIABLE}
     * @param data against which a relative path is resolved
     * @return empty if it is no reference; the secret itself is not read
     */
    static Optional<PartySecret> referredTo(String text, Path data) {
        if (text.startsWith("file:") && text.length() > 5) {
            return Optional.of(
                    new InFile(data.resolve(text.substring(5)).toAbsolutePath().normalize()));
        }
        return text.matches("env:[A-Z][A-Z0-9_]*")
                ? Optional.of(new InEnvironment(text.substring(4)))
                : Optional.empty();
    }

    /**
     * In a file that only its owner may read.
     *
     * @param path absolute
     */
    record InFile(Path path) implements PartySecret {
        @Override
        public String reveal() {
            String secret;
            try {
                secret = new String(PrivateFile.read(path), StandardCharsets.UTF_8).strip();
            } catch (KeyFileProblem unreadable) {
                throw new IllegalStateException(
                        "the file of a credential cannot be read: " + path.getFileName(), unreadable);
            }
            if (secret.isEmpty()) {
                throw new IllegalStateException("the file of a credential is empty: " + path.getFileName());
            }
            return secret;
        }
    }

    /**
     * In an environment variable.
     *
     * @param variable its name
     */
    record InEnvironment(String variable) implements PartySecret {
        @Override
        public String reveal() {
            String value = System.getenv(variable);
            if (value == null || value.isBlank()) {
                throw new IllegalStateException("the environment variable " + variable + " is missing");
            }
            return value.strip();
        }
    }

    /**
     * In the party's file: what is no secret.
     *
     * @param value itself
     */
    record Stated(String value) implements PartySecret {
        @Override
        public String reveal() {
            return value;
        }

        /** As of the others. */
        @Override
        public String toString() {
            return "Stated[]";
        }
    }
}
