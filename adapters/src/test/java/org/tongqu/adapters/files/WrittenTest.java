package org.tongqu.adapters.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Form;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.json.StrictJson;

class WrittenTest {
    @ParameterizedTest
    @EnumSource(Form.class)
    void whatIsWrittenIsReadAsTheSame(Form form) throws Exception {
        Charset charset = Charset.forName("GB18030");
        FileShape shape = TestFiles.shape(form, false);
        String message = "{\"NO\":\"1\",\"NAME\":\"甲乙\"}";
        byte[] file =
                Written.file(TestFiles.dialect(shape, charset), shape, TestFiles.kind(form), StrictJson.parse(message));
        try (Lines lines = Lines.of(new ByteArrayInputStream(file), shape, TestFiles.kind(form), charset)) {
            assertThat(StrictJson.writeText(lines.next().fields())).isEqualTo(message);
            assertThat(lines.next()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=cmd|' /C calc'!A0",
                "+cmd",
                "-2+3+cmd|' /C calc'!A0",
                "@SUM(1+1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "＝1+1",
                "＠x",
                "=HYPERLINK(\"http://x\")"
            })
    void noCellIsAFormula(String value) throws Exception {
        FileShape shape = TestFiles.shape(Form.CSV, false);
        byte[] file = Written.file(
                TestFiles.dialect(shape, StandardCharsets.UTF_8),
                shape,
                TestFiles.kind(Form.CSV),
                StrictJson.object().put("NO", "1").put("NAME", value));
        assertThat(new String(file, StandardCharsets.UTF_8))
                .isEqualTo("\"NO\",\"NAME\"\r\n\"1\",\"'" + value.replace("\"", "\"\"") + "\"\r\n");
    }

    @Test
    void aNumberIsNoFormula() {
        assertThat(Written.guarded("-12.50")).isEqualTo("-12.50");
        assertThat(Written.guarded("+8")).isEqualTo("+8");
        assertThat(Written.guarded("甲=乙")).isEqualTo("甲=乙");
        assertThat(Written.guarded("")).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefusedAndNotCutOff() {
        FileShape shape = TestFiles.shape(Form.FIXED_WIDTH, false);
        assertThatThrownBy(() -> Written.file(
                        TestFiles.dialect(shape, StandardCharsets.UTF_8),
                        shape,
                        TestFiles.kind(Form.FIXED_WIDTH),
                        StrictJson.object().put("NO", "123456789")))
                .isInstanceOf(Untranslatable.class);
        FileShape csv = TestFiles.shape(Form.CSV, false);
        assertThatThrownBy(() -> Written.file(
                        TestFiles.dialect(csv, StandardCharsets.UTF_8),
                        csv,
                        TestFiles.kind(Form.CSV),
                        StrictJson.parse("{\"NO\":{\"a\":1}}")))
                .isInstanceOf(Untranslatable.class);
    }
}
