package org.tongqu.adapters.dialect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tongqu.record.failure.UnmappedCode;
import org.tongqu.record.schema.CodeTable;

/**
 * A partner's codes and ours 代码对照. A code that is not in it is refused, never passed on: codes of one name contradict each other
 * from platform to platform. Immutable.
 */
public final class CodeMap {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,6}");

    private final String name;
    private final List<Row> rows;
    private final Map<String, String> toOurs = new LinkedHashMap<>();
    private final Map<String, String> toTheirs = new LinkedHashMap<>();

    /**
     * One line of the map.
     *
     * @param partner the partner's code
     * @param canonical ours, in {@link CodeTable}'s sense
     * @param direction which way it may be taken
     */
    public record Row(String partner, String canonical, Direction direction) {}

    /**
     * A map of these lines.
     *
     * @param name as messages name it
     * @throws IllegalArgumentException if a code would become two in one direction
     */
    public CodeMap(String name, List<Row> rows) {
        this.name = name;
        this.rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.direction().reads() && toOurs.put(row.partner(), row.canonical()) != null) {
                throw new IllegalArgumentException(row.partner());
            }
            if (row.direction().writes() && toTheirs.put(row.canonical(), row.partner()) != null) {
                throw new IllegalArgumentException(row.canonical());
            }
        }
    }

    /** As messages name it. */
    public String name() {
        return name;
    }

    /** Its lines. */
    public List<Row> rows() {
        return rows;
    }

    String toOurs(String partner) throws Unconvertible {
        return mapped(toOurs, partner);
    }

    String toTheirs(String canonical) throws Unconvertible {
        return mapped(toTheirs, canonical);
    }

    private String mapped(Map<String, String> codes, String code) throws Unconvertible {
        String found = codes.get(code);
        if (found == null) {
            throw Unconvertible.unmapped(new UnmappedCode(name, looksLikeACode(code) ? code : UnmappedCode.NO_CODE));
        }
        return found;
    }

    /** Anything else may be somebody's name or number that came into the wrong field. */
    private static boolean looksLikeACode(String code) {
        return CODE.matcher(code).matches();
    }
}
