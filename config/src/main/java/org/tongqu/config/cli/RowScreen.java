package org.tongqu.config.cli;

import java.io.PrintWriter;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.Trace;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** Shows each value that a row makes, and where the row is written. */
final class RowScreen implements Trace {
    private final PrintWriter out;

    RowScreen(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void translated(Row row, Direction direction, JsonNode partner, JsonNode canonical) {
        if (row instanceof Row.Field field) {
            String theirs = field.partner() + " = " + StrictJson.writeText(partner);
            String ours = field.canonical().pointer() + " = " + StrictJson.writeText(canonical);
            becomes(row, direction, theirs, ours);
        } else if (row instanceof Row.Constant constant) {
            out.printf("  %s = %s    (%s)%n", constant.partner(), StrictJson.writeText(partner), row.place());
        } else if (row instanceof Row.Envelope beside) {
            out.printf("  %s = %s    (%s)%n", beside.partner(), StrictJson.writeText(partner), row.place());
        } else if (row instanceof Row.Derived derived) {
            out.printf(
                    "  %s  →  %s = %s    (%s)%n",
                    derived.derivation(),
                    direction == Direction.IN ? derived.made().pointer() : derived.made(),
                    StrictJson.writeText(partner),
                    row.place());
        } else if (row instanceof Row.Attachment attachment) {
            String theirs = attachment.partner() + " (文件 file)";
            String ours = attachment.digest().pointer() + " = " + StrictJson.writeText(canonical);
            becomes(row, direction, theirs, ours);
        }
    }

    private void becomes(Row row, Direction direction, String theirs, String ours) {
        boolean comesIn = direction == Direction.IN;
        out.printf("  %s  →  %s    (%s)%n", comesIn ? theirs : ours, comesIn ? ours : theirs, row.place());
    }
}
