package org.tongqu.config.site;

/**
 * One mistake in a site's files and how to mend it, in Chinese and English.
 *
 * @param file path relative to the site's directory
 * @param line 1-based; 0 if the mistake concerns the whole file
 * @param what what is wrong
 * @param mend what to do about it
 */
public record SiteProblem(String file, int line, String what, String mend) implements Comparable<SiteProblem> {
    /** {@code file:line  what is wrong  → how to mend}. */
    @Override
    public String toString() {
        return file + ":" + line + "  " + what + "  → " + mend;
    }

    @Override
    public int compareTo(SiteProblem other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Integer.compare(line, other.line);
    }
}
