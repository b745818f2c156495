package org.tongqu.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tongqu.adapters.dialect.Converter;
import org.tongqu.adapters.dialect.Converters;
import org.tongqu.adapters.dialect.Unconvertible;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The same code means different things: only by a family's own map, as shipped, is it known which, and without one nothing is passed on. */
class CodeContradictionsTest {
    private static final Path DIALECTS = Path.of("dialects");
    private static final DialectReader READER = new DialectReader(Schemas.shipped(), CodeTables.shipped());

    /** 20 is 公共服务 by GB/T 39046-2020 A.1; in Guangdong it is 其他行政权力, and 公共服务 is 21. */
    @Test
    void anItemOfType20IsAnotherOneInGuangdong() throws Exception {
        Converter nation = shipped("shandong-rest");
        Converter guangdong = shipped("zhuhai-soap");

        assertThat(ours(nation, "20")).isEqualTo("20");
        assertThat(ours(guangdong, "20")).isEqualTo("10");
        assertThat(ours(guangdong, "21")).isEqualTo("20");
        assertThat(theirs(guangdong, "20")).isEqualTo("21");
        assertThat(theirs(nation, "20")).isEqualTo("20");
        assertThatThrownBy(() -> ours(nation, "21"))
                .isInstanceOf(Unconvertible.class)
                .hasMessageContaining("code:itemType");
        assertThatThrownBy(() -> ours(guangdong, "10"))
                .isInstanceOf(Unconvertible.class)
                .hasMessageContaining("code:itemType");
    }

    /** 06 is 行政检查 and 09 行政裁决 by GB/T 39046-2020 A.1; in Shandong's local codes it is the other way round, and 11 is 公共服务. */
    @Test
    void aDecisionIsAnInspectionInShandong() throws Exception {
        Converter local = shipped("shandong-local");

        assertThat(ours(local, "06")).isEqualTo("09");
        assertThat(theirs(local, "06")).isEqualTo("09");
        assertThat(ours(local, "11")).isEqualTo("20");
        assertThat(ours(local, "01")).isEqualTo("01");
    }

    /** 1 is 非常满意 by GB/T 39046-2020 A.8; where evaluations are reported 5 is. */
    @Test
    void theBestEvaluationIsTheWorstElsewhere() throws Exception {
        Converter reported = shipped("haochaping", "satisfaction");

        assertThat(ours(reported, "5")).isEqualTo("1");
        assertThat(theirs(reported, "5")).isEqualTo("1");
        assertThat(ours(reported, "3")).isEqualTo("3");
    }

    /** Guizhou has a list of its own of what people show who they are by, and it is not published: what is not agreed on is refused. */
    @Test
    void whatIsNotKnownOfAListOfTheirOwnIsRefused() throws Exception {
        Converter guizhou = shipped("guizhou-rest", "idType");

        assertThatThrownBy(() -> ours(guizhou, "51"))
                .isInstanceOf(Unconvertible.class)
                .hasMessageContaining("code:idType");
        assertThatThrownBy(() -> theirs(guizhou, "511"))
                .isInstanceOf(Unconvertible.class)
                .hasMessageContaining("code:idType");
    }

    private static Converter shipped(String family) throws InvalidDialect {
        return shipped(family, "itemType");
    }

    private static Converter shipped(String family, String table) throws InvalidDialect {
        return Converters.code(Objects.requireNonNull(
                READER.read(DIALECTS.resolve(family)).codes().get(table)));
    }

    private static String ours(Converter converter, String theirs) throws Unconvertible {
        return converter.toOurs(text(theirs)).asString();
    }

    private static String theirs(Converter converter, String ours) throws Unconvertible {
        return converter.toTheirs(text(ours)).asString();
    }

    private static JsonNode text(String code) {
        return JsonNodeFactory.instance.stringNode(code);
    }
}
