package org.tongqu.config.cli;

import java.util.List;
import org.tongqu.adapters.frontdb.SeenTable;
import org.tongqu.config.site.FrontDatabaseAccess;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A party file for a database that was looked at, to be completed by whoever knows the party.
 *
 * @param id of the party
 * @param access how one comes to the database
 * @param user as it was told: the user, or where it is
 * @param password where it is
 * @param resemblance the family that the database is taken for
 */
record PartyDraft(PartyId id, FrontDatabaseAccess access, String user, String password, Resemblance resemblance) {
    /** The file: a site with it holds no mistake, as far as the file is concerned. */
    String text() {
        StringBuilder text = new StringBuilder(
                """
                # tongqu frontdb probe 起草；标识、名称、层级、类型须核对 · drafted by tongqu frontdb probe: see to id, names, level and kind
                id: %s
                name: {zh: 待填, en: To be filled in}
                level: county            # province | city | county | town
                kind: platform
                endpoint: {mode: none}   # 只收取；要写入则 · only picks up; to write rows: {mode: tables, repeat: by-query, receipt: channel}
                frontdb:
                  vendor: %s
                  url: %s
                  user: %s
                  password: %s
                """
                        .formatted(id, access.vendor().wire(), quoted(access.url()), quoted(user), quoted(password)));
        if (access.schema() != null) {
            text.append("  schema: ").append(access.schema()).append('\n');
        }
        text.append("  dialect: ")
                .append(resemblance.dialect().family())
                .append("   # ")
                .append(resemblance.percent())
                .append(" % 的列相同 · of its columns are there\n");
        List<String> pickable = resemblance.pickable();
        text.append("  tables: [").append(String.join(", ", pickable)).append(']');
        text.append(pickable.isEmpty() ? "   # 没有一张表可收取，见下 · none can be picked up, see below\n" : "\n");
        resemblance.tables().forEach(table -> differences(table, text));
        return text.toString();
    }

    private static void differences(SeenTable table, StringBuilder text) {
        if (table.spelling().isEmpty()) {
            text.append("# 没有表，或无权读 · no such table, or no right to read it: ")
                    .append(table.name())
                    .append('\n');
            return;
        }
        line(text, "缺，没有则不能交换 · missing, and needed", table, table.needed());
        line(text, "缺 · missing", table, table.missing());
        line(text, "多 · new", table, table.further());
    }

    private static void line(StringBuilder text, String what, SeenTable table, List<String> columns) {
        if (!columns.isEmpty()) {
            text.append("# ")
                    .append(what)
                    .append(": ")
                    .append(table.name())
                    .append(": ")
                    .append(String.join(
                            ", ", columns.stream().map(PartyDraft::plain).toList()))
                    .append('\n');
        }
    }

    /** A database may call its columns as it likes; a comment ends with its line. */
    private static String plain(String column) {
        return column.replaceAll("\\p{Cntrl}", "?");
    }

    /** A text of JSON is one of YAML. */
    private static String quoted(String text) {
        return StrictJson.writeText(JsonNodeFactory.instance.stringNode(text));
    }
}
