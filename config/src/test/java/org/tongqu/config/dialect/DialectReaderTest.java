package org.tongqu.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.adapters.dialect.Trace;
import org.tongqu.config.files.FileProblem;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DialectReaderTest {
    @TempDir
    private Path folder;

    @Test
    void everyMistakeIsNamedAtOnceWithFileAndLine() throws IOException {
        Files.createDirectory(folder.resolve("codes"));
        write(
                "dialect.yml",
                """
                name: {zh: 例, en: example}
                charset: klingon
                format: csv
                times: yyyy-QQ-bb
                colour: red
                answers:
                  format: json
                """);
        assertThat(problems())
                .containsExactly(
                        "dialect.yml:2 value \"klingon\" cannot be used",
                        "dialect.yml:3 value \"csv\" cannot be used",
                        "dialect.yml:4 value \"yyyy-QQ-bb\" cannot be used",
                        "dialect.yml:5 unknown key \"colour\"");

        write(
                "dialect.yml",
                """
                name: {zh: 例, en: example}
                charset: gb18030
                format: xml
                times: yyyyMMddHHmmss
                answers:
                  format: json
                  rules:
                    - {outcome: fine}
                    - {outcome: ok}
                    - {outcome: ok, is: ["200"]}
                    - {outcome: ok, field: code, is: []}
                    - {outcome: refused, field: a//b}
                """);
        write("codes/satisfaction.csv", "partner,canonical,direction,note\n5,1,both,\n5,2,both,\n1,9,both,\n2,4,up,\n");
        write("codes/happiness.csv", "partner,canonical,direction,note\n");
        write(
                "case.evaluated.yml",
                """
                message: evaluation
                type: case.evaluated
                fields:
                  - {partner: projectNo, canonical: /caseNumber}
                  - {partner: a//b, canonical: /caseNo}
                  - {partner: pf, canonical: /channel, as: code, codes: evaluationChannel}
                  - {partner: assessTime, canonical: /evaluatedAt, as: tiem}
                  - {partner: one, canonical: /text}
                  - {partner: two, canonical: /text, sheep: 3}
                """);
        write("case.rated.yml", "message: rating\ntype: case.rated\nfields:\n  - {partner: a, canonical: /a}\n");
        assertThat(problems())
                .containsExactly(
                        "case.evaluated.yml:4 case.evaluated has no such field",
                        "case.evaluated.yml:5 value \"a//b\" cannot be used",
                        "case.evaluated.yml:6 there is no code map",
                        "case.evaluated.yml:7 there is no converter \"tiem\"",
                        "case.evaluated.yml:9 /text collides with /text of another row",
                        "case.evaluated.yml:9 unknown key \"sheep\"",
                        "case.rated.yml:2 no record type \"case.rated\"",
                        "codes/happiness.csv:0 there is no code table \"happiness\"",
                        "codes/satisfaction.csv:0 code \"5\" stands twice for one direction",
                        "codes/satisfaction.csv:4 code table satisfaction has no \"9\"",
                        "codes/satisfaction.csv:5 no direction",
                        "dialect.yml:10 is without a field",
                        "dialect.yml:11 \"is\" is empty",
                        "dialect.yml:11 nothing is asked for that tells success",
                        "dialect.yml:12 value \"a//b\" cannot be used",
                        "dialect.yml:8 value \"fine\" cannot be used",
                        "dialect.yml:9 nothing is asked for that tells success");
    }

    @Test
    void fieldsThatTravelOneByOneAreOfAMessageThatIsNoWhole() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/haochaping"), folder);
        String main = Files.readString(folder.resolve("dialect.yml"))
                .replaceAll("(?m)^(transport|auth|protection):.*\\R", "");

        write("dialect.yml", main + "transport: {carrier: form-fields}\n");
        assertThat(problems()).singleElement().asString().contains("is a list of JSON");
        String table = Files.readString(folder.resolve("case.evaluated.yml"));
        write("case.evaluated.yml", table.replaceFirst("(?m)^root:.*\\R", ""));
        write("dialect.yml", main + "transport: {carrier: form-fields}\nauth: {scheme: x-aep}\n");
        assertThat(problems()).singleElement().asString().contains("are no whole to be enciphered or signed");
        write("dialect.yml", main + "transport: {carrier: form-fields}\nprotection: {cipher: sm4}\n");
        assertThat(problems()).singleElement().asString().contains("are no whole to be enciphered or signed");
        write("dialect.yml", main + "transport: {carrier: form-fields}\nauth: {scheme: x-aep, mutual-tls: yes}\n");
        assertThat(problems()).singleElement().asString().contains("are no whole to be enciphered or signed");
        write(
                "dialect.yml",
                main.replaceFirst("(?m)^format: json", "format: xml") + "transport: {carrier: multipart}\n");
        assertThat(problems()).anyMatch(problem -> problem.contains("fields of a form are those of a message in json"));
        write("dialect.yml", main + "transport: {carrier: multipart, files: {projectNo: a, nothing: b}}\n");
        assertThat(problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("projectNo in files is no attachment"))
                .anyMatch(problem -> problem.contains("nothing in files is no attachment"));
    }

    @Test
    void whatComesAtOnePathIsOneCall() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/national-exchange"), folder);
        String query = Files.readString(folder.resolve("queries/enterprise.find.yml"));
        write("queries/enterprise.find@other.yml", query.replace("message: findEnterprise", "message: findOther"));
        assertThat(problems()).containsExactly("dialect.yml:7 POST /httpproxy is both findEnterprise and findOther");
    }

    @Test
    void aTableSharesTheIdentityOfOneOfTheSameTypeByAnotherCall() throws IOException, InvalidDialect {
        folder = Files.createDirectory(folder.resolve("ours"));
        FileSystemUtils.copyRecursively(Path.of("dialects/approvedatainfo-json"), folder);
        Dialect dialect = read();
        assertThat(dialect.tables().stream()
                        .filter(table -> table.type().equals(RecordType.parse("case.accepted")))
                        .map(table -> table.message() + " as " + table.arrival().name()))
                .containsExactlyInAnyOrder(
                        "receiveAccept as receiveAccept~accepted", "setApplyProjectInfo as receiveAccept~accepted");
        String table = Files.readString(folder.resolve("case.accepted@apply.yml"));

        for (String other : List.of("receiveAcept", "receiveCourseInfo", "setApplyProjectInfo")) {
            write("case.accepted@apply.yml", table.replaceFirst("identity-of: \\S+", "identity-of: " + other));
            assertThat(problems())
                    .containsExactly("dialect.yml:0 identity-of " + other + " of setApplyProjectInfo has no table");
        }
        write("case.accepted@apply.yml", table.replaceFirst("identity: .*", "identity: [sblshShort, sxbm]"));
        assertThat(problems())
                .containsExactly("dialect.yml:0 identity-of receiveAccept of setApplyProjectInfo has no table");
        write(
                "case.accepted@apply.yml",
                table.replaceFirst("identity: .*\\R", "").replaceFirst("time: .*\\R", ""));
        assertThat(problems()).containsExactly("case.accepted@apply.yml:7 identity-of is without identity");
        write("case.accepted@apply.yml", table + "part: true\n");
        assertThat(problems()).anyMatch(problem -> problem.contains("one identity already"));
    }

    @Test
    void whatDiscernsMessagesIsPersonalAndOfATableThatMakesRecords() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/ataf-soap"), folder);
        String table = Files.readString(folder.resolve("ticket.supplemented.yml"));
        String note =
                """
                <PantheonMessage><PantheonMessageHeader><MessageType>ATAF0203</MessageType></PantheonMessageHeader>
                <PantheonMessageDocument><OpDigNumGather>T-1</OpDigNumGather><BJContent> 路灯 </BJContent>
                <SupplyTime>2026-03-02 09:00:00</SupplyTime></PantheonMessageDocument></PantheonMessage>""";
        assertThat(read().discerning("send", note.getBytes(StandardCharsets.UTF_8)))
                .as("GB 18030 is read")
                .isNotEqualTo("[\"路灯\"]");
        assertThat(read().discerning("send", note.getBytes(Charset.forName("GB18030"))))
                .isEqualTo("[\"路灯\"]");
        assertThat(read().discerning(
                                "send", note.replace("ATAF0203", "ATAF0105").getBytes(Charset.forName("GB18030"))))
                .isEmpty();

        write("ticket.supplemented.yml", table.replace("BJContent]", "OpSerialNumber]"));
        assertThat(problems()).singleElement().asString().endsWith("OpSerialNumber, or it is not personal");
        write("ticket.supplemented.yml", table.replace("BJContent]", "Nothing]"));
        assertThat(problems()).singleElement().asString().endsWith("Nothing, or it is not personal");
        write(
                "ticket.supplemented.yml",
                table.replaceFirst("identity: .*\\R", "").replaceFirst("time: .*\\R", ""));
        assertThat(problems()).anyMatch(problem -> problem.endsWith("discerned-by is without identity"));
    }

    @Test
    void headersOfAnswersAreReadAndSaidAlike() throws IOException, InvalidDialect {
        folder = Files.createDirectory(folder.resolve("ours"));
        FileSystemUtils.copyRecursively(Path.of("dialects/approvedatainfo-json"), folder);
        String main = Files.readString(folder.resolve("dialect.yml"));
        assertThat(new DialectSamples(read(), folder, Schemas.shipped()).run().failures())
                .isEmpty();

        write(
                "dialect.yml",
                main.replace("ok: {headers: {C-Response-Desc: success}", "ok: {headers: {C-Response-Desc: no}"));
        assertThat(problems()).singleElement().asString().contains("this answer would be read as AWAY");
        write(
                "dialect.yml",
                main.replace(
                        "ok: {headers: {C-Response-Desc: success}",
                        "ok: {headers: {Content-Length: 3, c-response-desc: success}"));
        assertThat(problems()).singleElement().asString().contains("the header Content-Length cannot be set so");
        write(
                "dialect.yml",
                main.replace(
                        "is: [\"00\"], headers: {C-Response-Desc: success}", "headers: {C-Response-Desc: success}"));
        assertThat(read().answers().rules().get(0).headers()).containsOnlyKeys("C-Response-Desc");
        write(
                "dialect.yml",
                main.replace("headers: {C-Response-Desc: success}}\n", "headers: {C-Response-Desc: \"\", a b: c}}\n"));
        assertThat(problems())
                .anyMatch(problem -> problem.contains("\"C-Response-Desc\" must be a text, not empty"))
                .anyMatch(problem -> problem.contains("the header a b cannot be looked at so"));
        write("dialect.yml", main);
        Files.delete(folder.resolve("samples/answers/ok.200.headers"));
        assertThat(new DialectSamples(read(), folder, Schemas.shipped()).run().failures())
                .as("a header that the sample does not have")
                .isNotEmpty();
    }

    @Test
    void aDialectThatIsLikeAnotherHasFromItWhatItDoesNotHaveItself() throws IOException, InvalidDialect {
        folder = Files.createDirectory(folder.resolve("ours"));
        FileSystemUtils.copyRecursively(Path.of("dialects/shandong-rest"), folder.resolveSibling("shandong-rest"));
        Files.createDirectories(folder.resolve("codes"));
        Files.createDirectories(folder.resolve("samples/receiveDone"));
        write(
                "dialect.yml",
                "name: {zh: 例, en: ours}\nlike: shandong-rest\ntimes: yyyyMMddHHmmss\npaths: {receiveDone: /done}\n");
        write("codes/finishResult.csv", "partner,canonical,direction,note\n1,0,both,\n2,1,both,\n");
        Dialect ours = read();

        assertThat(ours.family()).isEqualTo("ours");
        assertThat(ours.nameZh()).isEqualTo("例");
        assertThat(ours.codes().get("finishResult").rows()).hasSize(2);
        assertThat(ours.codes()).containsKey("itemType");
        assertThat(ours.tables(RecordType.parse("case.completed")))
                .extracting(FieldTable::path)
                .containsExactly("/done");
        assertThat(ours.wire().answers()).isNotEmpty();
        assertThat(report().codes().missed()).hasSize(4).allMatch(line -> line.startsWith("codes/finishResult.csv"));
        assertThat(report().fields().all()).isZero();

        Path other = folder.resolveSibling("shandong-rest/codes/idType.csv");
        Files.writeString(other, Files.readString(other).replace("999,990,both", "998,990,both"));
        assertThat(read().version()).isNotEqualTo(ours.version());
    }

    @Test
    void whatIsLikeNothingThatIsWholeIsRefused() throws IOException {
        folder = Files.createDirectory(folder.resolve("ours"));
        FileSystemUtils.copyRecursively(Path.of("dialects/haochaping"), folder.resolveSibling("haochaping"));
        write("dialect.yml", "like: haochapin\n");
        assertThat(problems()).containsExactly("dialect.yml:1 there is no dialect \"haochapin\"");
        write("dialect.yml", "like: ours\n");
        assertThat(problems()).containsExactly("dialect.yml:1 a dialect cannot be like one of its own name");

        write("dialect.yml", "like: haochaping\npaths: {evaluate: /e, evaluation: e}\ncolour: red\n");
        assertThat(problems())
                .containsExactly(
                        "dialect.yml:2 evaluate in paths is no call",
                        "dialect.yml:2 value \"e\" cannot be used",
                        "dialect.yml:3 unknown key \"colour\"");

        Files.writeString(
                folder.resolveSibling("haochaping/codes/idType.csv"), "partner,canonical,direction,note\n1,1,both,\n");
        write("dialect.yml", "like: haochaping\n");
        assertThat(problems()).containsExactly("haochaping/codes/idType.csv:2 code table idType has no \"1\"");

        Files.createDirectory(folder.resolveSibling("third"));
        Files.writeString(folder.resolveSibling("third/dialect.yml"), "like: haochaping\n");
        write("dialect.yml", "like: third\n");
        assertThat(problems()).containsExactly("dialect.yml:1 third is not whole, or like another itself");

        folder = folder.resolveSibling("haochaping");
        write("codes/idType.csv", Files.readString(Path.of("dialects/haochaping/codes/idType.csv")));
        write("dialect.yml", Files.readString(folder.resolve("dialect.yml")) + "paths: {evaluation: /e}\n");
        assertThat(problems()).hasSize(1).allMatch(problem -> problem.endsWith("paths goes with like only"));
    }

    @Test
    void whatAQuestionIsForStandsInTheMessageOrInTheTable() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/national-exchange"), folder);
        String query = Files.readString(folder.resolve("queries/enterprise.find.yml"));
        write("queries/enterprise.find.yml", query + "purpose-always: 减证便民\n");
        assertThat(problems()).singleElement().asString().endsWith("purpose and purpose-always exclude each other");
    }

    @Test
    void aQuestionIsNoDelivery() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/national-exchange"), folder);
        String query = Files.readString(folder.resolve("queries/enterprise.find.yml"));
        write(
                "queries/enterprise.find.yml",
                query.replaceFirst("(?m)^question:", "question:\n  - {partner: batch, envelope: delivery}"));
        assertThat(problems()).singleElement().asString().contains("in a query there is envelope: none only");

        write(
                "queries/enterprise.find.yml",
                query.replaceFirst("(?m)^question:", "question:\n  - {partner: batch, envelope: sometimes}"));
        assertThat(problems()).singleElement().asString().contains("value \"sometimes\" cannot be used");
    }

    @Test
    void aTableThatWouldBeToldAsAnEmptyMessageIsRefused() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/haochaping"), folder);
        String table =
                """
                message: evaluation
                type: case.evaluated
                fields:
                  - {partner: projectNo, canonical: /caseNo, required: true, direction: in}
                  - {canonical: /remark, cel: "'x'"}
                """;
        write("case.evaluated.yml", table);
        assertThat(problems()).containsExactly("case.evaluated.yml:1 no row goes out, and an empty message would");

        write("case.evaluated.yml", "direction: in\n" + table);
        assertThat(read().tables()).hasSize(1);
    }

    @Test
    void partsThatNeverMakeARecordAreRefused() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/haochaping"), folder);
        Files.delete(folder.resolve("case.evaluated.yml"));
        String one =
                """
                message: %s
                type: case.evaluated
                part: true
                identity: [%s]
                fields:
                  - {partner: projectNo, canonical: /caseNo}
                  - {partner: no, canonical: /evaluationNo}
                """;
        write("case.evaluated@1.yml", one.formatted("first", "projectNo"));
        assertThat(problems())
                .containsExactly(
                        "dialect.yml:0 no part of case.evaluated has a time",
                        "dialect.yml:0 no required row makes /caseNo of case.evaluated",
                        "dialect.yml:0 the parts of case.evaluated must come by two calls or more, each by its own");

        write("case.evaluated@2.yml", one.formatted("second", "projectNo, no"));
        assertThat(problems())
                .containsExactly(
                        "dialect.yml:0 no part of case.evaluated has a time",
                        "dialect.yml:0 no required row makes /caseNo of case.evaluated",
                        "dialect.yml:0 the identities of the parts of case.evaluated differ in length");
    }

    @Test
    void aRecordOfSeveralMessagesHasSamplesOfItsOwn() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/haochaping"), folder);
        Files.delete(folder.resolve("case.evaluated.yml"));
        FileSystemUtils.deleteRecursively(folder.resolve("samples/evaluation"));
        FileSystemUtils.deleteRecursively(folder.resolve("codes"));
        write(
                "utility.opening-requested@account.yml",
                """
                message: account
                type: utility.opening-requested
                part: true
                identity: [slh]
                time: /requestedAt
                fields:
                  - {partner: slh, canonical: /requestNo, required: true}
                  - {partner: lx, canonical: /kind, required: true}
                  - {partner: gs, canonical: /utility/name, required: true}
                  - {partner: sj, canonical: /requestedAt, as: time, required: true}
                """);
        write(
                "utility.opening-requested@premises.yml",
                """
                message: premises
                type: utility.opening-requested
                part: true
                identity: [slh]
                fields:
                  - {partner: slh, canonical: /requestNo, required: true}
                  - {partner: hz, canonical: /holder/name, required: true}
                  - {partner: dz, canonical: /property/address, required: true}
                """);
        Files.createDirectory(folder.resolve("samples/utility.opening-requested"));
        write(
                "samples/utility.opening-requested/opening.account.partner.json",
                "{\"slh\":\"R1\",\"lx\":\"1\",\"gs\":\"示范水务公司\",\"sj\":\"2026-03-02 09:00:00\"}");
        write(
                "samples/utility.opening-requested/opening.premises.partner.json",
                "{\"slh\":\"R1\",\"hz\":\"甲\",\"dz\":\"示范路1号\"}");
        write(
                "samples/utility.opening-requested/opening.premises.variants.csv",
                "partner,theirs,canonical,ours,direction\nhz,乙,holder/name,乙,both\n");
        String canonical =
                """
                {"requestNo":"R1","kind":"1","utility":{"name":"示范水务公司"},"requestedAt":"2026-03-02T01:00:00.000Z",
                "holder":{"name":"甲"},"property":{"address":"示范路1号"}}
                """;
        write("samples/utility.opening-requested/opening.canonical.json", canonical);

        SampleReport whole = report();
        assertThat(whole.failures()).isEmpty();
        assertThat(whole.fields().value()).isEqualTo(1);

        write("samples/utility.opening-requested/opening.canonical.json", canonical.replace("甲", "丙"));
        assertThat(report().failures())
                .hasSize(2)
                .anyMatch(failure -> failure.startsWith("utility.opening-requested/opening in:"))
                .anyMatch(failure -> failure.startsWith("utility.opening-requested/opening.premises out:"));
    }

    @Test
    void headersThatAreSignedMustTellOneCallFromAnother() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/sms-gateway"), folder);
        String main = Files.readString(folder.resolve("dialect.yml"));

        write("dialect.yml", main.replace("{key}{secret}{time}{nonce}{message}", "{key}{secret}{nonce}{message}"));
        assertThat(problems()).singleElement().asString().contains("cannot be used");
        write("dialect.yml", main.replace("digest: md5", "digest: crc").replace("valid: 300s", "valid: 301s"));
        assertThat(problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("\"crc\" cannot be used"))
                .anyMatch(problem -> problem.contains("\"301s\" cannot be used"));
        write("dialect.yml", main.replace("signature: sign}", "signature: Content-Length}"));
        assertThat(problems()).singleElement().asString().contains("the header Content-Length cannot be set so");
        write("dialect.yml", main.replace("carrier: body", "carrier: form-fields"));
        assertThat(problems()).singleElement().asString().contains("are no whole to be enciphered or signed");
        write("dialect.yml", main);
        assertThat(read().family()).isNotBlank();
    }

    @Test
    void anAnswerOfOursThatDoesNotRepeatWhatTheRulesAskForIsFound() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/non-tax-payment"), folder);
        String main = Files.readString(folder.resolve("dialect.yml"));
        String said =
                """
                    duplicate:
                      body: {Message: {Head: {Result: "99999", ErrCode: "12001"}, Msg: {Voucher: {PayCode: "%s",
                        BankSerialNo: "{/Message/Msg/Voucher/BankSerialNo}", PayAmt: "{/Message/Msg/Voucher/PayAmt}"}}}}
                """;

        write("dialect.yml", main + said.formatted("{/Message/Msg/Voucher/PayCode}"));
        assertThat(read().family()).isNotBlank();
        write("dialect.yml", main + said.formatted("{/Message/Msg/Voucher/Code}"));
        assertThat(problems()).singleElement().asString().contains("this answer would be read as REFUSED");
    }

    @Test
    void columnsAreOfAListWhoseItemsHaveALabel() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/water-ywt"), folder);
        String table = Files.readString(folder.resolve("utility.billed.yml"));

        write("utility.billed.yml", table.replace("label: /name", "label: /title"));
        assertThat(problems()).singleElement().asString().contains("utility.billed has no such field");
        write("utility.billed.yml", table.replace("{partner: SEWAGE_CHARGE", "{partner: WATER_RATES"));
        assertThat(problems()).anyMatch(problem -> problem.contains("/WATER_RATES collides with /WATER_RATES"));
        write(
                "utility.billed.yml",
                table.replace("label: 水费, canonical: /amount, as: money", "label: 水费, value: \"1\""));
        assertThat(problems()).anyMatch(problem -> problem.contains("columns are plain rows of both ways"));
    }

    @Test
    void howRowsOfTablesAreExchangedIsCheckedWithThem() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/inspur-pre"), folder);
        String tables = Files.readString(folder.resolve("tables.yml"));
        String claim = "claim: {column: SIGNSTATE, new: [\"0\", null], taken: \"1\", refused: \"2\"}";
        assertThat(tables).contains(claim);

        assertThat(problemsWith(tables.replaceFirst("taken: \"1\"", "taken: \"0\"")))
                .singleElement()
                .asString()
                .contains("taken and refused cannot be values of new");
        assertThat(problemsWith(tables.replaceFirst("new: \\[\"0\", null]", "new: [null]")))
                .anyMatch(problem -> problem.contains("claim needs column, and at least one value in new"));
        assertThat(problemsWith(tables.replaceFirst("key: \\[PROJID", "key: [SIGNSTATE, PROJID")))
                .singleElement()
                .asString()
                .contains("the column that is marked cannot be of key");
        assertThat(problemsWith(tables.replaceFirst("version: DATAVER", "version: SEQ")))
                .singleElement()
                .asString()
                .contains("the column version is none of key");
        assertThat(problemsWith(tables.replaceFirst("subject: PROJID", "order: [PROJID]")))
                .singleElement()
                .asString()
                .contains("a table that is picked up needs subject and time");
        assertThat(problemsWith(tables.replaceFirst("order: \\[ATTRNAME]", "order: [\"A--\"]")))
                .singleElement()
                .asString()
                .contains("is no name of a table or column");
        assertThat(problemsWith(tables.replace("PRE_ATTR:\n", "PRE_ATTACHMENT:\n")))
                .anyMatch(problem -> problem.contains("the child table PRE_ATTR is not described"));
        assertThat(problemsWith(tables.replaceFirst("refused: \"2\"}", "refused: \"2\", told: perhaps}")))
                .singleElement()
                .asString()
                .contains("\"perhaps\" cannot be used");
    }

    @Test
    void anOperationColumnIsOfTheMessageAndAFlagIsNot() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/inspur-pre"), folder);
        String tables = Files.readString(folder.resolve("tables.yml"));
        write(
                "tables.yml",
                tables.replaceFirst(
                        "claim: \\{[^}]*}",
                        "claim: {column: OP, new: [I, U], taken: N, refused: E, told: true, words: WHY}"));

        StagingTable told = read().wire().staging().get("PRE_APASINFO");
        StagingTable flagged = read().wire().staging().get("PRE_NODE");

        assertThat(told.exchangeColumns()).containsExactly("OP", "WHY");
        assertThat(told.unsaidColumns()).containsExactly("WHY");
        assertThat(flagged.unsaidColumns()).containsExactly("SIGNSTATE");
    }

    private List<String> problemsWith(String tables) throws IOException {
        write("tables.yml", tables);
        return problems();
    }

    @Test
    void whatATextThatMayBeMissingHoldsIsNoKey() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/tax-envelope"), folder);
        String table = Files.readString(folder.resolve("tax.registered.yml"));

        write("tax.registered.yml", table.replace("    required: true\n    fields:", "    fields:"));
        assertThat(problems())
                .containsExactly(
                        "tax.registered.yml:4 no required row makes /creditCode",
                        "tax.registered.yml:5 no required row makes /registeredAt");
        write("tax.registered.yml", table.replace("encoding: base64", "encoding: base32"));
        assertThat(problems()).singleElement().asString().contains("\"base32\" cannot be used");
        write("tax.registered.yml", table.replace("time: /registeredAt", "time: /registeredAt\npart: true"));
        assertThat(problems()).anyMatch(problem -> problem.contains("there is no envelope: correlation"));
    }

    @Test
    void whatMustStandInATextIsNeededOfARecord() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/tax-envelope"), folder);

        assertThat(read().needs(RecordType.parse("tax.changed")))
                .containsExactly("/changedAt", "/creditCode", "/name", "/organization/name", "/taxRegNo");
    }

    private SampleReport report() throws InvalidDialect {
        return new DialectSamples(read(), folder, Schemas.shipped()).run();
    }

    private Dialect read() throws InvalidDialect {
        return new DialectReader(Schemas.shipped(), CodeTables.shipped()).read(folder);
    }

    @Test
    void aSampleThatIsWrongAndALineWithoutOneAreFound() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/haochaping"), folder);
        write(
                "codes/satisfaction.csv",
                "partner,canonical,direction,note\n1,1,both,\n4,2,both,\n3,3,both,\n2,4,both,\n5,5,both,\n");
        Files.delete(folder.resolve("samples/answers/duplicate.200.txt"));
        Files.writeString(folder.resolve("samples/answers/ok-page.200.txt"), "<html>登录</html>");

        SampleReport report = report();

        assertThat(report.isWhole()).isFalse();
        assertThat(report.failures())
                .anyMatch(failure -> failure.startsWith("evaluation/good in:"))
                .anyMatch(failure -> failure.startsWith("evaluation/good out:"))
                .anyMatch(failure -> failure.startsWith("answers/ok-page.200.txt: away by no rule"));
        assertThat(report.outcomes().missed()).containsExactly("dialect.yml:11");
    }

    @Test
    void aServiceOfSoapThatCouldNotBeCalledIsRefused() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/zhuhai-soap"), folder);
        String main = Files.readString(folder.resolve("dialect.yml"));

        write("dialect.yml", main.replace("parameters: {deptCode: dept-code}", "parameters: {region: dept-code}"));
        assertThat(problems())
                .containsExactly(
                        "dialect.yml:11 it is not said where the parameter region of auth stands",
                        "dialect.yml:11 the parameter deptCode of setDataXmlToFocus has no value");

        write("dialect.yml", main.replace("call: tableName}", "calls: [EX_GDBS_SB]}"));
        assertThat(problems())
                .contains(
                        "dialect.yml:11 no operation makes the call EX_GDBS_SL",
                        "dialect.yml:11 the parameter tableName of setDataXmlToFocus has no value");

        write("dialect.yml", main.replace("{message: xml, calls", "{message: x ml, calls"));
        assertThat(problems()).contains("dialect.yml:19 value \"x ml\" cannot be used");

        write(
                "dialect.yml",
                main.replace("style: rpc", "style: rpg\n  version: \"1.3\"\n  charset: gbk\n  colour: red"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "dialect.yml:15 value \"rpg\" cannot be used",
                        "dialect.yml:16 value \"1.3\" cannot be used",
                        "dialect.yml:17 envelopes are in utf-8, or in the charset of the messages",
                        "dialect.yml:18 unknown key \"colour\"");

        write(
                "dialect.yml",
                main.replace(
                        "- {outcome: refused,",
                        "- {outcome: ok, field: Fault/faultcode, is: [E]}\n    - {outcome: refused,"));
        assertThat(problems()).containsExactly("dialect.yml:31 a fault of SOAP is no success");

        write(
                "dialect.yml",
                main.replace(
                        "  scheme: account\n  parameters: {deptCode: dept-code}\n  secrets: {sIdentify: identify}",
                        "  scheme: account"));
        assertThat(problems()).contains("dialect.yml:21 it is not said which parameters show who calls");

        write("dialect.yml", main);
        write("service.wsdl", "<definitions/>");
        assertThat(problems()).containsExactly("service.wsdl:0 it has no {address}");
        write("service.wsdl", "<!DOCTYPE a><definitions>{address}</definitions>");
        assertThat(problems()).containsExactly("service.wsdl:0 it is no XML that can be read");
    }

    /** Callers read the one and are understood by the other. */
    @Test
    void aDescriptionThatCallersKnowSaysWhatTheDialectSays() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/zhuhai-soap"), folder);
        String main = Files.readString(folder.resolve("dialect.yml"));
        String wsdl = Files.readString(folder.resolve("service.wsdl"));
        assertThatCode(this::read).doesNotThrowAnyException();

        write("service.wsdl", wsdl.replace("style=\"rpc\"", "style=\"document\""));
        assertThat(problems())
                .containsExactly(
                        "service.wsdl:0 excute style is \"document\" here and \"rpc\" in dialect.yml",
                        "service.wsdl:0 setDataXmlToFocus style is \"document\" here and \"rpc\" in dialect.yml");
        write("service.wsdl", wsdl.replace("name=\"deptCode\"", "name=\"dept\""));
        assertThat(problems())
                .containsExactly("service.wsdl:0 setDataXmlToFocus input is \"dept xml tableName sIdentify\" here and"
                        + " \"deptCode xml tableName sIdentify\" in dialect.yml");
        write("service.wsdl", wsdl.replace("<wsdl:operation name=\"excute\">", "<wsdl:operation name=\"execute\">"));
        assertThat(problems()).containsExactly("service.wsdl:0 no operation excute of SOAP 1.1");
        write("service.wsdl", wsdl.replace("use=\"literal\"", "use=\"encoded\""));
        assertThat(problems()).hasSize(2).allMatch(problem -> problem.contains("use is \"encoded\" here"));
        write("service.wsdl", wsdl.replace("name=\"return\"", "name=\"out\""));
        assertThat(problems()).hasSize(2).allMatch(problem -> problem.contains("output is \"out\" here"));

        write("service.wsdl", wsdl);
        write("dialect.yml", main.replace("http://service.exchange/", "http://other.exchange/"));
        assertThat(problems())
                .contains("service.wsdl:0 targetNamespace is \"http://service.exchange/\" here and"
                        + " \"http://other.exchange/\" in dialect.yml");
    }

    @Test
    void theDescriptionOfADialectThatThisOneIsLikeCountsWhereItFits() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/ataf-soap"), folder.resolve("ataf-soap"));
        folder = Files.createDirectory(folder.resolve("ours"));
        String own = "like: ataf-soap\nname: {zh: 例, en: ours}\n";
        write("dialect.yml", own);
        assertThat(wsdl(read())).contains("ExchangePortBinding");

        write(
                "dialect.yml",
                own + "transport: {carrier: soap, path: /s, namespace: \"http://ours/\", text: cdata, qualified: no, "
                        + "operations: {send: {message: dataXml}}}\n");
        assertThat(wsdl(read())).isEmpty();
    }

    private static String wsdl(Dialect dialect) {
        return dialect.wire().transport().service().orElseThrow().wsdl();
    }

    @Test
    void aHeaderAndAnElementOfADocumentAreComparedToo() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/zhuhai-soap"), folder);
        FileSystemUtils.copyRecursively(Path.of("dialects/epoint-soap"), folder);
        String whole = Files.readString(Path.of("dialects/zhuhai-soap/dialect.yml"));
        String own = Files.readString(Path.of("dialects/epoint-soap/dialect.yml"));
        String answers = whole.substring(whole.indexOf("answers:"));
        write(
                "dialect.yml",
                own.replace("like: zhuhai-soap", "charset: utf-8\nformat: xml\ntimes: yyyy-MM-dd HH:mm:ss") + answers);
        String wsdl = Files.readString(folder.resolve("service.wsdl"));
        assertThatCode(this::read).doesNotThrowAnyException();

        write("service.wsdl", wsdl.replace("name=\"UserName\"", "name=\"User\""));
        assertThat(problems())
                .hasSize(2)
                .allMatch(problem -> problem.contains("header is \"AccountHeader User Password\" here"));
        write("service.wsdl", wsdl.replace("\"qualified\"", "\"unqualified\""));
        assertThat(problems())
                .containsExactly(
                        "service.wsdl:0 elementFormDefault is \"unqualified\" here and \"qualified\" in dialect.yml");
        write("service.wsdl", wsdl.replace("name=\"ParasXml\"", "name=\"Xml\""));
        assertThat(problems()).hasSize(2).allMatch(problem -> problem.contains("input is \"ValidateData Xml\" here"));
    }

    @Test
    void aNumberIsToldByItsDigestAndNeverReadFromOne() throws Exception {
        FileSystemUtils.copyRecursively(Path.of("dialects/haochaping"), folder);
        String table = Files.readString(folder.resolve("case.evaluated.yml"));
        String row = "{partner: %s, canonical: /evaluatorIdNo, as: digest, of: %s%s}";

        write(
                "case.evaluated.yml",
                table.replaceFirst(
                        "\\{partner: certKey,.*}",
                        row.formatted("certKey", "MD5", ", direction: out") + "\n  - "
                                + row.formatted("certHash", "SHA-256", ", direction: out")));
        FieldTable told = read().tables(RecordType.parse("case.evaluated")).get(0);
        ObjectNode data = (ObjectNode)
                StrictJson.parse(Files.readString(folder.resolve("samples/evaluation/good.canonical.json")));
        data.put("evaluatorIdNo", "990101190001010018");
        JsonNode theirs = told.toTheirs(data, Telling.SAMPLE, SentFiles.NONE, Trace.NONE);
        assertThat(theirs.at("/0/certKey").asString()).isEqualTo("7ee2a2d4edcdbf08b9b08b03a866ae30");
        assertThat(theirs.at("/0/certHash").asString())
                .isEqualTo("c02746ba66c9bdc55fedd9f4329d4724c5a2b1284f73fb41332ff8fad861ddbe");
        assertThat(told.toOurs(theirs, ReceivedFiles.NONE, Trace.NONE).has("evaluatorIdNo"))
                .isFalse();

        write("case.evaluated.yml", table.replaceFirst("\\{partner: certKey,.*}", row.formatted("certKey", "MD4", "")));
        assertThat(problems())
                .satisfiesExactly(
                        oneWay -> assertThat(oneWay).endsWith(" a digest only goes out"),
                        unknown -> assertThat(unknown).endsWith(" value \"MD4\" cannot be used"));
    }

    @Test
    void aDeclarationThatWouldStandInFrontOfNothingIsRefused() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/zhuhai-soap"), folder);
        String main = Files.readString(folder.resolve("dialect.yml"))
                .replace("text: cdata", "text: cdata\n  declaration: yes");
        String nothing = "dialect.yml:11 a declaration stands only in front of a document of XML in a parameter";

        write("dialect.yml", main.replaceFirst("format: xml", "format: json"));
        assertThat(problems()).contains(nothing);
        write(
                "dialect.yml",
                main.replaceAll("\\{message: xml,.*", "{}").replaceFirst("(?s)auth:.*?answers:", "answers:"));
        assertThat(problems()).contains(nothing);
        write("dialect.yml", main);
        assertThat(read().wire().transport().service().orElseThrow().declaration())
                .startsWith("<?xml ");

        write("dialect.yml", main.replaceFirst("(?s)transport:.*?answers:", "transport: {declaration: yes}\nanswers:"));
        assertThat(problems()).containsExactly("dialect.yml:11 unknown key \"declaration\"");
    }

    @Test
    void aFaultThatWeSayIsReadByTheRulesAsItIsMeant() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("dialects/zhuhai-soap"), folder);
        String main = Files.readString(folder.resolve("dialect.yml"));
        String refused = "refused: {body: {RESULT: {STATUS: 0, DESC: \"{code} {words}\"}}}";
        assertThat(main).contains(refused);

        write(
                "dialect.yml",
                main.replace(
                        refused,
                        "refused: {status: 500, body: {Fault: {faultcode: Server, faultstring: \"{words}\"}}}"));
        assertThat(problems()).containsExactly("dialect.yml:35 this answer would be read as AWAY");
    }

    @Test
    void samplesThatWouldNeverRunOrCannotBeReadAreFoundAndTheOthersGoOn() throws IOException, InvalidDialect {
        FileSystemUtils.copyRecursively(Path.of("dialects/haochaping"), folder);
        Path satisfaction = folder.resolve("codes/satisfaction.csv");
        Files.writeString(satisfaction, "\uFEFF" + Files.readString(satisfaction));
        Files.createDirectory(folder.resolve("samples/evaluatoin"));
        write("samples/answers/ok.txt", "{}");
        write("samples/evaluation/README", "");
        write("samples/evaluation/good.variants.csv", "partner,theirs,canonical,ours,direction\npf,1,/channel,1,up\n");
        write("samples/evaluation/torn.partner.json", "{");
        write("samples/evaluation/lonely.partner.json", "{}");

        SampleReport report = report();

        assertThat(report.failures())
                .anyMatch(failure -> failure.startsWith("evaluatoin: "))
                .anyMatch(failure -> failure.startsWith("answers/ok.txt: "))
                .anyMatch(failure -> failure.startsWith("evaluation/good.variants.csv:2: "))
                .anyMatch(failure -> failure.startsWith("evaluation/torn: "))
                .anyMatch(failure -> failure.startsWith("evaluation/lonely: nothing says what becomes of it"))
                .noneMatch(failure -> failure.startsWith("evaluation/good in"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> problems() {
        InvalidDialect invalid = catchThrowableOfType(InvalidDialect.class, this::read);
        assertThat(invalid.problems())
                .allSatisfy(problem -> assertThat(problem.mend()).isNotBlank());
        return invalid.problems().stream()
                .map(DialectReaderTest::shown)
                .sorted()
                .toList();
    }

    private static String shown(FileProblem problem) {
        return problem.file() + ":" + problem.line() + " "
                + problem.what().substring(problem.what().indexOf(" / ") + 3);
    }
}
