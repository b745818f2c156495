package org.tongqu.config.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.config.dialect.DialectReader;
import org.tongqu.config.dialect.InvalidDialect;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import picocli.CommandLine.Option;

/** Where the dialects are. */
final class Dialects {
    @Option(
            names = "--dialects",
            paramLabel = "DIR",
            defaultValue = "${sys:tongqu.dialects:-config/dialects}",
            description = "方言目录，默认 ${DEFAULT-VALUE} · the directory of the dialects")
    private Path directory = Path.of("");

    /** The families, by name. */
    List<String> families() {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(directory + " 不是目录 / is no directory");
        }
        return DialectReader.families(directory);
    }

    Path folder(String family) {
        if (!families().contains(family)) {
            throw new IllegalArgumentException(
                    "没有方言 " + family + " / there is no dialect " + family + ": " + String.join(", ", families()));
        }
        return directory.resolve(family);
    }

    Dialect read(String family) throws InvalidDialect {
        return new DialectReader(Schemas.shipped(), CodeTables.shipped()).read(folder(family));
    }
}
