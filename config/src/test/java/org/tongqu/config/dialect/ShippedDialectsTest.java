package org.tongqu.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;

class ShippedDialectsTest {
    private static final Path DIALECTS = Path.of("dialects");
    private static final DialectReader READER = new DialectReader(Schemas.shipped(), CodeTables.shipped());

    static List<String> families() {
        return DialectReader.families(DIALECTS);
    }

    @ParameterizedTest
    @MethodSource("families")
    void everySampleHoldsAndNothingIsWithoutOne(String family) throws InvalidDialect {
        SampleReport report = new DialectSamples(read(family), DIALECTS.resolve(family), Schemas.shipped()).run();
        assertThat(report.failures()).isEmpty();
        assertThat(report.fields().missed()).isEmpty();
        assertThat(report.codes().missed()).isEmpty();
        assertThat(report.outcomes().missed()).isEmpty();
        assertThat(report.isWhole()).isTrue();
    }

    private static Dialect read(String family) throws InvalidDialect {
        return READER.read(DIALECTS.resolve(family));
    }
}
