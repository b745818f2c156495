package org.tongqu.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.record.expression.EnvelopeView;
import org.tongqu.record.expression.Expressions;
import org.tongqu.record.json.StrictJson;

/** The condition that a page shows, for others to copy, does what the page says. */
class DocumentedRuleTest {
    private static final Path PAGE = Path.of("../docs/dialects/approvedatainfo-xml.md");
    private static final Pattern CONDITION = Pattern.compile("(?m)^ +when: (.+)$");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'caseNo':'9901012026030200001','implCode':'11990100XXXX0001933000199001000'} | true",
                "{'caseNo':'9901022026030200001','implCode':'11990100XXXX0001933000199001000'} | false",
                "{'caseNo':'9901012026030200001','implCode':'11990200XXXX0001933000199001000'} | false",
                "{'caseNo':'9901012026030200001'} | false",
                "{'implCode':'11990100XXXX0001933000199001000'} | false"
            })
    void aSystemAsksForItsOwnCasesOnly(String question, boolean isLet) throws IOException {
        Matcher condition = CONDITION.matcher(Files.readString(PAGE));
        assertThat(condition.find()).isTrue();

        assertThat(Expressions.compile(condition.group(1))
                        .evaluate(
                                StrictJson.parse(question.replace('\'', '"')),
                                new EnvelopeView("case.find", "/parties/990100.approval", "q-1", "审批办理", "990101"))
                        .matched())
                .isEqualTo(isLet);
    }
}
