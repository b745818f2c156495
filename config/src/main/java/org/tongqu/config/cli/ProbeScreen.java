package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.frontdb.SeenTable;
import org.tongqu.config.site.FrontDatabaseAccess;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells what was seen of a database.
 *
 * @param out where
 * @param product the database and its version
 * @param access how one came to it
 * @param families all that were held against it, the most alike first
 */
record ProbeScreen(PrintWriter out, String product, FrontDatabaseAccess access, List<Resemblance> families) {
    ProbeScreen {
        families = List.copyOf(families);
    }

    /** The family that it is most like, and the draft, which is in {@code file} unless that is null. */
    void show(boolean json, Resemblance best, String draft, @Nullable Path file) {
        if (json) {
            ObjectNode answer = answer();
            answer.put("likest", best.dialect().family());
            tables(answer.putArray("tables"), best);
            strings(answer.putArray("pickable"), best.pickable());
            if (file == null) {
                answer.put("draft", draft);
            } else {
                answer.put("file", file.toString());
            }
            out.println(StrictJson.writeText(answer));
            return;
        }
        lines();
        out.printf("最像 · most like  %s%n", best.dialect().family());
        best.tables().forEach(this::table);
        if (file == null) {
            out.println("机构文件草稿 · a draft of the party file:");
            out.println();
            out.print(draft);
            out.flush();
        } else {
            out.println("机构文件草稿 · a draft of the party file: " + file);
        }
    }

    /** That it is like none, and where tables of such names lie. */
    void nothing(boolean json, SortedMap<String, SortedSet<String>> elsewhere) {
        if (json) {
            ObjectNode answer = answer();
            answer.putNull("likest");
            ObjectNode schemas = answer.putObject("elsewhere");
            elsewhere.forEach((schema, tables) -> strings(schemas.putArray(schema), List.copyOf(tables)));
            out.println(StrictJson.writeText(answer));
            return;
        }
        lines();
        out.println("没有认识的表 · no table of a family that is known");
        elsewhere.forEach((schema, tables) ->
                out.printf("  在别的模式中 · in another schema: %s  %s%n", schema, String.join(", ", tables)));
    }

    private void lines() {
        out.printf(
                "%s  %s%s%n",
                product, access.vendor().wire(), access.schema() == null ? "" : "  模式 schema " + access.schema());
        families.forEach(family -> out.printf(
                Locale.ROOT,
                "  %-20s 表 tables %d/%d  列 columns %d/%d  %d %%  %s · %s%n",
                family.dialect().family(),
                family.tablesFound(),
                family.tables().size(),
                family.columnsFound(),
                family.columns(),
                family.percent(),
                family.dialect().nameZh(),
                family.dialect().nameEn()));
    }

    private void table(SeenTable table) {
        if (table.spelling().isEmpty()) {
            out.printf("  ✗ %s  没有这张表，或无权读 · no such table, or no right to read it%n", table.name());
            return;
        }
        out.printf(
                "  %s %s  列 columns %d/%d%n",
                table.isUsable() ? "✓" : "✗",
                table.spelling().get(),
                table.found().size(),
                table.wanted());
        columns("缺，没有则不能交换 · missing, and needed", table.needed());
        columns("缺 · missing", table.missing());
        columns("多 · new", table.further());
    }

    private void columns(String what, List<String> columns) {
        if (!columns.isEmpty()) {
            out.printf("      %s: %s%n", what, String.join(", ", columns));
        }
    }

    private ObjectNode answer() {
        ObjectNode answer = StrictJson.object();
        answer.put("product", product);
        answer.put("vendor", access.vendor().wire());
        ArrayNode all = answer.putArray("families");
        families.forEach(family -> all.addObject()
                .put("family", family.dialect().family())
                .put("tablesFound", family.tablesFound())
                .put("tables", family.tables().size())
                .put("columnsFound", family.columnsFound())
                .put("columns", family.columns())
                .put("percent", family.percent()));
        return answer;
    }

    private static void tables(ArrayNode to, Resemblance best) {
        for (SeenTable table : best.tables()) {
            ObjectNode one = to.addObject().put("table", table.name());
            table.spelling().ifPresentOrElse(spelling -> one.put("found", spelling), () -> one.putNull("found"));
            strings(one.putArray("needed"), table.needed());
            strings(one.putArray("missing"), table.missing());
            strings(one.putArray("new"), table.further());
        }
    }

    private static void strings(ArrayNode to, List<String> texts) {
        texts.forEach(to::add);
    }
}
