package org.tongqu.ittests.site;

import java.util.List;

/**
 * A sharing rule to generate.
 *
 * @param name unique
 * @param types record types
 * @param from party ids
 * @param to party ids
 * @param fields JSON pointers that are granted; empty for a whole grant
 */
public record GeneratedRule(String name, List<String> types, List<String> from, List<String> to, List<String> fields) {
    /** Copies the lists. */
    public GeneratedRule {
        types = List.copyOf(types);
        from = List.copyOf(from);
        to = List.copyOf(to);
        fields = List.copyOf(fields);
    }

    /** A rule that grants all of every case event. */
    public static GeneratedRule wholeCases(String name, List<String> from, List<String> to) {
        return new GeneratedRule(name, List.of("case.*"), from, to, List.of());
    }

    String yaml() {
        String grant = fields.isEmpty() ? "grant: whole" : "fields: [\"" + String.join("\", \"", fields) + "\"]";
        return """
                  - name: %s
                    types: [%s]
                    from: [%s]
                    to: [%s]
                    %s
                    purpose: 测试
                    legal-basis: 示范县政务数据共享目录
                """
                .formatted(name, String.join(", ", types), String.join(", ", from), String.join(", ", to), grant);
    }
}
