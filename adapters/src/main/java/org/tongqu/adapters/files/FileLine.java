package org.tongqu.adapters.files;

/**
 * One message in a file: a line, or an element.
 *
 * @param place where it stands, as {@code 12}, or {@code cases.csv:12} in a file of several
 * @param call the partner's name of the call that it is a message of
 * @param subject what it is about, in the partner's words: lines of one subject keep their order; empty if the file does not say
 * @param message exactly what is to be translated
 */
record FileLine(String place, String call, String subject, byte[] message) {
    /** Where it stands, never what it says. */
    @Override
    public String toString() {
        return "line " + place + " of " + call;
    }
}
