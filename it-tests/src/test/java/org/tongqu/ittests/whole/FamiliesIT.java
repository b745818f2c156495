package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.platform.GasPlatform;
import org.tongqu.ittests.platform.HeatPlatform;
import org.tongqu.ittests.platform.JsonPlatform;
import org.tongqu.ittests.platform.TaxPlatform;
import org.tongqu.ittests.platform.TreasuryPlatform;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.JsonNode;

/** The packaged gateway and a tax bureau, an engraver, a treasury, and companies for gas and heat, each in its own words: it calls them, and they call it. */
@ExtendWith(SharedGateway.Extension.class)
class FamiliesIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SharedGateway gateway;
    private final TaxPlatform bureau;
    private final TreasuryPlatform treasury;
    private final GasPlatform gas;

    FamiliesIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.bureau = gateway.platforms().families().bureau();
        this.treasury = gateway.platforms().families().treasury();
        this.gas = gateway.platforms().families().gas();
    }

    @Test
    void aRegistrationReachesTaxInItsEnvelopeAndWhatTaxMakesOfItIsJoinedToTheEnterprise() throws IOException {
        String id = gateway.freshId();
        String taxpayer = "91990101XXXX0006XC";
        String matter = "KB-990101-2026-" + id;

        registered(id, taxpayer, "\"correlation\":\"" + matter + "\",");

        awaitState(id, FamilyPlatforms.BUREAU, "SENT");
        TaxPlatform.Taken taken = only(bureau.taken(taxpayer));
        assertThat(taken.interfaceCode()).isEqualTo("SLDJ");
        assertThat(taken.exchangeId()).matches("[0-9a-f]{32}");
        assertThat(taken.content())
                .containsEntry("NSRMC", "示范县示例商贸有限公司")
                .containsEntry("DJZCLXDM", "1130")
                .containsEntry("FDDBRXM", "示例申请人")
                .containsEntry("FDDBRSFZJLX", "201")
                .containsEntry("ZCZB", "1000000.00")
                .containsEntry("KYSLRQ", "2026-03-04")
                .containsEntry("DJZT", "1")
                .containsEntry("HZSJ", "2026-03-04 10:00:00")
                .containsEntry("YWLSH", matter);
        String address = gateway.addressFor(FamilyPlatforms.BUREAU);
        String exchange = "S-" + id;

        TaxPlatform.Answer answer = bureau.report(
                address,
                bureau.token(address),
                "SWDJ",
                exchange,
                """
                <taxML><YWLSH>%s</YWLSH><NSRSBH>%s</NSRSBH><NSRMC>示范县示例商贸有限公司</NSRMC>
                <SWJGMC>国家税务总局示范县税务局</SWJGMC><SWJGDM>19901010000</SWJGDM><DJXH>10219901000000000001</DJXH>
                <DJSJ>2026-03-05 10:00:00</DJSJ></taxML>
                """
                        .formatted(taken.content().get("YWLSH"), taxpayer));

        assertThat(answer).isEqualTo(new TaxPlatform.Answer("0000", "成功"));
        JsonNode event = fetched("tax.registered", taxpayer);
        assertThat(event.path("type").asString()).isEqualTo("tax.registered");
        assertThat(event.path("subject").asString()).isEqualTo(taxpayer);
        assertThat(event.path("correlation").asString()).isEqualTo(matter);
        assertThat(event.path("time").asString()).isEqualTo("2026-03-05T02:00:00.000Z");
        assertThat(event.at("/data/taxRegNo").asString()).isEqualTo("10219901000000000001");
        assertThat(event.at("/data/taxAuthorityCode").asString()).isEqualTo("19901010000");
        assertThat(event.path("data").has("YWLSH")).isFalse();
    }

    @Test
    void aRegistrationWithoutACorrelationIsAnsweredByItsId() throws IOException {
        String id = gateway.freshId();
        String taxpayer = "12990100XXXX00035M";
        JsonPlatform engraver = gateway.platforms().families().engraver();
        String address = gateway.addressFor(FamilyPlatforms.SEALS);

        registered(id, taxpayer, "");

        awaitState(id, FamilyPlatforms.BUREAU, "SENT");
        awaitState(id, FamilyPlatforms.SEALS, "SENT");
        assertThat(only(bureau.taken(taxpayer)).content()).containsEntry("YWLSH", id);
        JsonNode registration = only(engraver.taken("enterpriseRegistered", "creditCode", taxpayer));
        assertThat(registration.path("correlation").asString()).isEqualTo(id);
        assertThat(registration.at("/legalRepresentative/idNo").asString()).isEqualTo("990101190001010018");
        String progress =
                """
                {"messageNo":"Y-%s","correlation":"%s","creditCode":"%s","change":"1","target":"4","status":"3",
                 "organization":{"name":"示范印章有限公司"},"resultNo":"YZ-1","reportedAt":"2026-03-05 10:00:00"}
                """
                        .formatted(id, id, taxpayer);
        assertThat(engraver.report(address, "fanOutReported", progress).code()).isEqualTo("0");
        assertThat(engraver.report(address, "fanOutReported", progress).code()).isEqualTo("1");
        assertThat(engraver.report(
                                address,
                                "fanOutReported",
                                progress.replace("\"4\"", "\"1\"").replace("Y-", "Z-"))
                        .code())
                .isEqualTo("UNTRANSLATABLE");
        JsonNode event = fetched("enterprise.fan-out-reported", taxpayer);
        assertThat(event.path("correlation").asString()).isEqualTo(id);
        assertThat(event.path("subject").asString()).isEqualTo(taxpayer);
        assertThat(event.at("/data/target").asString()).isEqualTo("4");
    }

    @Test
    void arrearsAreAskedForBeforeATransferOfHeat() throws IOException {
        String id = gateway.freshId();
        HeatPlatform heat = gateway.platforms().families().heat();
        heat.owes("H-" + id, "1280.50");
        heat.owes("F-" + id, "0");

        assertThat(results("utility.arrears", id + "-h", "H-" + id, "{\"accountNo\":\"H-" + id + "\",\"kind\":\"6\"}"))
                .isEqualTo("{\"results\":[{\"accountNo\":\"H-" + id
                        + "\",\"arrears\":true,\"arrearsAmount\":\"1280.50\"}]}");
        assertThat(results("utility.arrears", id + "-f", "F-" + id, "{\"accountNo\":\"F-" + id + "\",\"kind\":\"6\"}"))
                .contains("\"arrears\":false");
        assertThat(results("utility.arrears", id + "-n", "N-" + id, "{\"accountNo\":\"N-" + id + "\",\"kind\":\"6\"}"))
                .isEqualTo("{\"results\":[]}");
        submit(
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.families-office",
                 "type":"utility.transfer-requested","subject":"GH-%s","time":"2026-03-02T01:00:00.000Z",
                 "data":{"requestNo":"GH-%s","kind":"6","utility":{"name":"示范供热有限公司"},"accountNo":"F-%s",
                 "holder":{"name":"示例申请人"},"newHolder":{"name":"示例联系人","idType":"111","idNo":"990103200002290030"},
                 "property":{"address":"示范省示范市示范县示范路1号1单元101室","area":"89.50"},
                 "requestedAt":"2026-03-02T01:00:00.000Z"}}
                """
                        .formatted(id, id, id, id));
        awaitState(id, FamilyPlatforms.HEAT, "SENT");
        JsonNode transfer = only(heat.taken("GH-" + id));
        assertThat(transfer.path("ywlx").asString()).isEqualTo("6");
        assertThat(transfer.path("qlrmc").asString()).isEqualTo("示例联系人");
        assertThat(transfer.path("ywrmc").asString()).isEqualTo("示例申请人");
        assertThat(transfer.path("mj").asString()).isEqualTo("89.50");
    }

    @Test
    void aTokenThatTaxForgotIsFetchedAnewAndWhatItHadAlreadyIsDone() throws IOException {
        String before = gateway.freshId();
        String id = gateway.freshId();
        String taxpayer = "52990100XXXX00043C";
        registered(before, taxpayer, "");
        awaitState(before, FamilyPlatforms.BUREAU, "SENT");
        bureau.forgetTokens();
        bureau.proxyPageAfterTheNext();

        registered(id, taxpayer, "");

        awaitState(id, FamilyPlatforms.BUREAU, "SENT");
        assertThat(bureau.said()).contains("令牌已失效，请重新获取", "重复报文，此前已接收");
        assertThat(bureau.taken(taxpayer)).hasSize(2);
    }

    @Test
    void whatTaxRefusesIsParkedWithItsWords() throws IOException, InterruptedException {
        String id = gateway.freshId();
        String taxpayer = "91990100XXXX00027M";
        bureau.refuseNext("登记注册类型代码不正确");

        registered(id, taxpayer, "");

        awaitState(id, FamilyPlatforms.BUREAU, "PARKED");
        assertThat(gateway.command("trace", taxpayer)).contains("登记注册类型代码不正确");
        assertThat(bureau.taken(taxpayer)).isEmpty();
    }

    @Test
    void taxIsToldOfARepeatOfAnotherContentAndOfATokenThatDoesNotHold() {
        String address = gateway.addressFor(FamilyPlatforms.BUREAU);
        String exchange = "S-" + gateway.freshId();
        String token = bureau.token(address);
        String returned =
                """
                <taxML><NSRSBH>91990101XXXX0006XC</NSRSBH><YWLX>SLDJ</YWLX><LBBM>SW</LBBM><BLZT>4</BLZT>
                <SWJGMC>国家税务总局示范县税务局</SWJGMC><BLYJ>办税人未实名</BLYJ><BLSJ>2026-03-05 10:00:00</BLSJ></taxML>
                """;

        assertThat(bureau.report(address, token, "SWJD", exchange, returned).returnCode())
                .isEqualTo("0000");
        assertThat(bureau.report(address, token, "SWJD", exchange, returned))
                .isEqualTo(new TaxPlatform.Answer("9999", "重复报文，此前已接收"));
        assertThat(bureau.report(address, token, "SWJD", exchange, returned.replace("未实名", "已注销")))
                .matches(answer -> answer.returnCode().equals("9999")
                        && answer.returnMessage().startsWith("ID_REUSED"));
        assertThat(bureau.report(address, "1.x", "SWJD", exchange, returned))
                .isEqualTo(new TaxPlatform.Answer("9999", "令牌已失效"));
        assertThat(bureau.report(address, token, "SWJD", exchange + "-b", returned.replace("SLDJ", "QTYW")))
                .matches(answer -> answer.returnMessage().startsWith("UNTRANSLATABLE"));
    }

    @Test
    void aConfirmationWhoseAnswerWasLostIsTheSameAndOneThatAnotherMadeIsParked()
            throws IOException, InterruptedException {
        String before = gateway.freshId();
        String lost = gateway.freshId();
        String elsewhere = gateway.freshId();
        paid(before);
        awaitState(before, FamilyPlatforms.TREASURY, "SENT");
        treasury.forgetTokens();
        treasury.proxyPageAfterTheNext();
        treasury.paidElsewhere("P-" + elsewhere, "YL-OTHER", "20.00");

        paid(lost);
        awaitState(lost, FamilyPlatforms.TREASURY, "SENT");
        paid(elsewhere);
        awaitState(elsewhere, FamilyPlatforms.TREASURY, "PARKED");

        assertThat(treasury.said()).contains("令牌已失效", "重复缴款确认");
        assertThat(treasury.confirmed("P-" + lost))
                .containsEntry("PayAmt", "20.00")
                .containsEntry("PayChannel", "03")
                .containsEntry("BankSerialNo", "YL-" + lost)
                .containsEntry("PayTime", "20260304100000");
        assertThat(gateway.command("trace", "P-" + elsewhere)).contains("重复缴款确认");
    }

    @Test
    void whatTheTreasuryRefusesIsParkedWithItsWords() throws IOException, InterruptedException {
        String id = gateway.freshId();
        treasury.refuseNext("12004", "金额不一致");

        paid(id);

        awaitState(id, FamilyPlatforms.TREASURY, "PARKED");
        assertThat(gateway.command("trace", "P-" + id)).contains("金额不一致");
        assertThat(treasury.confirmed("P-" + id)).isEmpty();
    }

    @Test
    void theTreasuryConfirmsOnceAndIsToldSo() throws IOException {
        String address = gateway.addressFor(FamilyPlatforms.TREASURY);
        String number = "Q-" + gateway.freshId();
        String token = treasury.token(address);
        TreasuryPlatform.Answer taken = new TreasuryPlatform.Answer(200, "00000", "");

        assertThat(treasury.confirm(address, token, "M-1", number, "S-1")).isEqualTo(taken);
        assertThat(treasury.confirm(address, token, "M-2", number, "S-1")).isEqualTo(taken);
        assertThat(treasury.confirm(address, token, "M-3", number, "S-2"))
                .isEqualTo(new TreasuryPlatform.Answer(200, "99999", "ID_REUSED"));
        assertThat(treasury.confirm(address, "1.x", "M-4", number, "S-1"))
                .isEqualTo(new TreasuryPlatform.Answer(401, "99999", ""));
        JsonNode event = fetched("payment.paid", number);
        assertThat(event.path("subject").asString()).isEqualTo(number);
        assertThat(event.at("/data/bankSerialNo").asString()).isEqualTo("S-1");
        assertThat(event.at("/data/channel").asString()).isEqualTo("3");
        assertThat(event.at("/data/paidAt").asString()).isEqualTo("2026-03-04T02:00:00.000Z");
    }

    @Test
    void anErrorOfTheTreasuryIsOneOfOursAndOneThatNobodyKnowsIsRefused() throws IOException {
        String address = gateway.addressFor(FamilyPlatforms.TREASURY);
        String number = "E-" + gateway.freshId();
        String token = treasury.token(address);

        assertThat(treasury.reject(address, token, number, "11003").result()).isEqualTo("00000");
        assertThat(treasury.reject(address, token, number, "11099"))
                .isEqualTo(new TreasuryPlatform.Answer(200, "99999", "UNTRANSLATABLE"));
        assertThat(fetched("payment.rejected", number).at("/data/error").asString())
                .isEqualTo("11003");
    }

    @Test
    void whetherANoticeIsPaidIsAskedAtTheTreasury() throws IOException {
        String id = gateway.freshId();
        treasury.paidElsewhere("P-" + id, "YL-1", "36.50");

        assertThat(status(id + "-p", "P-" + id))
                .isEqualTo("{\"results\":[{\"noticeNo\":\"P-" + id + "\",\"status\":\"1\",\"amount\":\"36.50\"}]}");
        assertThat(status(id + "-n", "N-" + id)).isEqualTo("{\"results\":[]}");
    }

    @Test
    void anInstallationReachesTheGasCompanyInBase64AndWhatBecomesOfItComesBack() throws IOException {
        String id = gateway.freshId();
        String address = gateway.addressFor(FamilyPlatforms.GAS);

        installation(id, "3");

        awaitState(id, FamilyPlatforms.GAS, "SENT");
        JsonNode apply = only(gas.taken("GY-" + id));
        assertThat(apply.path("cityNo").asString()).isEqualTo("990101");
        assertThat(apply.path("address").asString()).isEqualTo("示范省示范市示范县示范路1号1单元101室");
        assertThat(apply.at("/deviceList/0/deviceName").asString()).isEqualTo("燃气热水器");
        assertThat(apply.at("/deviceList/0/quantity").asInt()).isEqualTo(1);
        String result =
                """
                {"companyName":"示范燃气有限公司","energyType":"3","serialId":"GY-%s","bizType":"BZ","status":"2",
                 "consNo":"0300000001","handleTime":"2026-03-09 10:00:00"}
                """
                        .formatted(id);
        assertThat(gas.report(address, result, Duration.ofSeconds(50))
                        .path("code")
                        .asString())
                .isEqualTo("0");
        assertThat(gas.report(address, result, Duration.ZERO).path("msg").asString())
                .isEqualTo("工单已存在");
        assertThat(gas.report(address, result, Duration.ofSeconds(70))
                        .path("code")
                        .asString())
                .isEqualTo("503");
        assertThat(fetched("utility.handled", "GY-" + id).at("/data/accountNo").asString())
                .isEqualTo("0300000001");
    }

    @Test
    void whatIsNoGasIsNotToldToTheGasCompanyAndWhatItRefusesIsParkedWithItsWords()
            throws IOException, InterruptedException {
        String water = gateway.freshId();
        String far = gateway.freshId();

        installation(water, "1");
        awaitState(water, FamilyPlatforms.GAS, "PARKED");
        gas.refuseNext("超出供气范围");
        installation(far, "3");
        awaitState(far, FamilyPlatforms.GAS, "PARKED");

        assertThat(gateway.command("trace", "GY-" + water)).contains("UNTRANSLATABLE");
        assertThat(gateway.command("trace", "GY-" + far)).contains("超出供气范围");
        assertThat(gas.taken("GY-" + water)).isEmpty();
    }

    private void registered(String id, String taxpayer, String attribute) throws IOException {
        submit(
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.families-office","type":"enterprise.registered",
                 "subject":"%s","time":"2026-03-04T02:00:00.000Z",%s"data":{"creditCode":"%s",
                 "name":"示范县示例商贸有限公司","typeCode":"1130","address":"示范省示范市示范县示范路2号",
                 "legalRepresentative":{"name":"示例申请人","idType":"111","idNo":"990101190001010018"},
                 "capital":{"amount":"1000000.00","currency":"CNY"},"establishedOn":"2026-03-04","scope":"日用百货销售",
                 "registrar":{"name":"示范县市场监督管理局"},"state":"1","approvedAt":"2026-03-04T02:00:00.000Z"}}
                """
                        .formatted(id, taxpayer, attribute, taxpayer));
    }

    private void paid(String id) throws IOException {
        submit(
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.families-office","type":"payment.paid",
                 "subject":"P-%s","time":"2026-03-04T02:00:00.000Z","data":{"noticeNo":"P-%s","amount":"20.00",
                 "channel":"3","bankSerialNo":"YL-%s","paidAt":"2026-03-04T02:00:00.000Z"}}
                """
                        .formatted(id, id, id, id));
    }

    private void installation(String id, String kind) throws IOException {
        submit(
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.families-office",
                 "type":"utility.installation-requested","subject":"GY-%s","time":"2026-03-02T01:00:00.000Z",
                 "data":{"requestNo":"GY-%s","kind":"%s","utility":{"name":"示范燃气有限公司","areaCode":"990101000000"},
                 "applicant":{"name":"示例申请人"},"property":{"address":"示范省示范市示范县示范路1号1单元101室"},
                 "devices":[{"name":"燃气热水器","quantity":1}],"requestedAt":"2026-03-02T01:00:00.000Z"}}
                """
                        .formatted(id, id, id, kind));
    }

    private void submit(String record) throws IOException {
        assertThat(gateway.submit(FamilyPlatforms.OFFICE, record.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(202);
    }

    private String status(String id, String notice) throws IOException {
        return results("payment.status", id, notice, "{\"noticeNo\":\"" + notice + "\"}");
    }

    private String results(String type, String id, String subject, String data) throws IOException {
        String question =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.families-office","type":"%s",
                 "subject":"%s","time":"2026-03-02T01:00:00.000Z","purpose":"联动过户核查","data":%s}
                """
                        .formatted(id, type, subject, data);
        HttpMessage answer = gateway.ask(FamilyPlatforms.OFFICE, type, question);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return SealedText.fromJson(StrictJson.parse(answer.body())).payload();
    }

    private static <T> T only(List<T> taken) {
        assertThat(taken).hasSize(1);
        return taken.get(0);
    }

    private void awaitState(String id, String party, String state) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(FamilyPlatforms.OFFICE, id, party))
                .isEqualTo(state));
    }

    private JsonNode fetched(String type, String subject) throws IOException {
        return new Heard(gateway, FamilyPlatforms.HEARD).next(type, subject);
    }
}
