package org.tongqu.adapters.rest;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Where a failure happened: classes and lines, never the messages, which could quote what a record says. */
public final class Places {
    private static final int FRAMES = 12;
    private static final int CAUSES = 4;

    private Places() {}

    /** The places of a failure and of its causes, in one line. */
    public static String of(Throwable failure) {
        StringBuilder places = new StringBuilder();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES; depth++, cause = cause.getCause()) {
            places.append(depth == 0 ? "" : " caused by ")
                    .append(cause.getClass().getName())
                    .append(Arrays.stream(cause.getStackTrace())
                            .limit(FRAMES)
                            .map(frame ->
                                    frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                            .collect(Collectors.joining(" < ", " at ", "")));
        }
        return places.toString();
    }
}
