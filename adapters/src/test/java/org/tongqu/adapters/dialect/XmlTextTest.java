package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.json.StrictJson;

class XmlTextTest {
    @Test
    void elementsAreMembersAndSeveralOfOneNameAreAList() throws Untranslatable {
        assertThat(MessageFormat.XML.read(
                        "<?xml version='1.0'?><!-- a --><r><a x='1'>一</a><b><c><![CDATA[<2>]]></c></b><b><c/></b></r>"))
                .isEqualTo(StrictJson.parse("{\"r\":{\"a\":\"一\",\"b\":[{\"c\":\"<2>\"},{\"c\":\"\"}]}}"));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Untranslatable {
        var tree = StrictJson.parse("{\"r\":{\"a\":\"1 < 2 & \\\"3\\\"\\r\\n4\",\"b\":[\"x\",\"y\"]}}");
        assertThat(MessageFormat.XML.read(MessageFormat.XML.write(tree))).isEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r><r/>",
                "<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>",
                "<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>",
                "<r>&unknown;</r>",
                "<r><a></r>",
                "<r/><r/>",
                "{}",
                ""
            })
    void whatIsNoPlainXmlIsRefused(String text) {
        assertThatExceptionOfType(Untranslatable.class)
                .isThrownBy(() -> MessageFormat.XML.read(text))
                .satisfies(refused -> assertThat(refused.errors().get(0).rule()).isEqualTo("xml"));
    }

    @Test
    void aCharacterThatXmlDoesNotHaveIsRefusedByItsPlace() {
        assertThatExceptionOfType(Untranslatable.class)
                .isThrownBy(() -> MessageFormat.XML.write(StrictJson.parse("{\"r\":{\"a\":\"\\u000b\"}}")))
                .satisfies(refused -> {
                    assertThat(refused.errors().get(0).rule()).isEqualTo("xml-character");
                    assertThat(refused.errors().get(0).pointer()).isEqualTo("/r/a");
                });
    }

    @Test
    void aThousandLevelsAreRefused() {
        assertThatExceptionOfType(Untranslatable.class)
                .isThrownBy(() -> MessageFormat.XML.read("<a>".repeat(1000) + "</a>".repeat(1000)));
    }
}
