package org.tongqu.adapters.frontdb;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a file lies in a party's front-end database, as a message has it instead of the file: {@code frontdb:/table/column?key=…#octets}.
 *
 * @param table of the dialect
 * @param column of the table
 * @param key which row: values by column
 * @param octets how many it had when it was found, so that another file is another message
 */
record FileAddress(String table, String column, Map<String, String> key, String octets) {
    private static final String SCHEME = "frontdb";

    /** Keeps the key in its order. */
    FileAddress {
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    }

    static boolean isOne(URI where) {
        return SCHEME.equals(where.getScheme());
    }

    /** Empty if it is none that was written by {@link #text}. */
    static Optional<FileAddress> read(URI where) {
        String[] path =
                where.getRawPath() == null ? new String[0] : where.getRawPath().split("/", -1);
        String query = where.getRawQuery();
        if (!isOne(where) || path.length != 3 || query == null || where.getRawFragment() == null) {
            return Optional.empty();
        }
        Map<String, String> key = new LinkedHashMap<>();
        for (String one : query.split("&", -1)) {
            int is = one.indexOf('=');
            if (is < 0) {
                return Optional.empty();
            }
            key.put(decoded(one.substring(0, is)), decoded(one.substring(is + 1)));
        }
        return Optional.of(new FileAddress(decoded(path[1]), decoded(path[2]), key, where.getRawFragment()));
    }

    String text() {
        return SCHEME + ":/" + encoded(table) + "/" + encoded(column)
                + key.entrySet().stream()
                        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                        .collect(Collectors.joining("&", "?", "#"))
                + octets;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
