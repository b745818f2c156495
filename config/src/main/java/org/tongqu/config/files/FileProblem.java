package org.tongqu.config.files;

/**
 * One mistake in a file and how to mend it, in Chinese and English.
 *
 * @param file path relative to the directory that is read
 * @param line 1-based; 0 if the mistake concerns the whole file
 * @param what what is wrong
 * @param mend what to do about it
 */
public record FileProblem(String file, int line, String what, String mend) implements Comparable<FileProblem> {
    /** {@code file:line  what is wrong  → how to mend}. */
    @Override
    public String toString() {
        return file + ":" + line + "  " + what + "  → " + mend;
    }

    @Override
    public int compareTo(FileProblem other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Integer.compare(line, other.line);
    }
}
