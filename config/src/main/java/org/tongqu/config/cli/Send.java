package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.tongqu.config.demo.DemoClient;
import org.tongqu.record.KeyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.PartyKey;
import org.tongqu.security.key.PemFiles;
import org.tongqu.security.seal.SealCheck;
import org.tongqu.security.signature.KeyAlgorithms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Seals a record file, submits it, and verifies the receipt. */
@Command(
        name = "send",
        description = "签名并提交一条记录，验证回执 · seal a record, submit it, verify the receipt",
        mixinStandardHelpOptions = true)
final class Send implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "CloudEvents JSON，按原字节签名 · sealed as it is, to the byte")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "PEM",
            description = "发送方私钥，默认演示数据中的 · the sender's private key; default: the demo's")
    private @Nullable Path key;

    @Option(names = "--kid", paramLabel = "KID", description = "密钥标识，默认 <发送方>#k1 · default <sender>#k1")
    private @Nullable String kid;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:18080",
            description = "网关地址，默认 ${DEFAULT-VALUE} · the gateway")
    private URI gateway = URI.create("http://127.0.0.1:18080");

    @Option(
            names = "--aud",
            paramLabel = "SITE",
            defaultValue = "990101",
            description = "站点标识，默认 ${DEFAULT-VALUE} · the site id")
    private String site = "";

    @Option(
            names = "--gateway-certificate",
            paramLabel = "PEM",
            description = "验证回执的网关证书，默认演示数据中的 · the gateway's certificate; default: the demo's")
    private @Nullable Path certificate;

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        byte[] octets = Files.readAllBytes(file);
        String source = StrictJson.parse(octets).path("source").asString("");
        if (source.isEmpty()) {
            throw new IllegalArgumentException("记录没有 source / the record has no source: " + file);
        }
        String sender = source.substring(source.lastIndexOf('/') + 1);
        PemFiles pem = new PemFiles(new BouncyCastleProvider());
        Path privateKey = key == null ? data.path().resolve("keys/" + sender + ".pem") : key;
        KeyId name = KeyId.parse(kid == null ? sender + "#k1" : kid);
        HttpResponse<String> answer = new DemoClient(
                        HttpClient.newHttpClient(),
                        gateway,
                        site,
                        DemoClient.key(pem, privateKey, name),
                        Clock.systemUTC())
                .submit(octets);
        JsonNode body = StrictJson.parse(answer.body());
        if (answer.statusCode() != 202 && answer.statusCode() != 200) {
            out.println(answer.statusCode() + " " + body.path("code").asString("") + " "
                    + body.path("title").asString(""));
            out.println(answer.body());
            return ExitCode.REFUSED;
        }
        SealedText receipt = SealedText.fromJson(body);
        check(pem).verify(receipt.seal(), receipt.octets(), SealType.RECEIPT, sender);
        out.println((answer.statusCode() == 202 ? "已受理 accepted" : "已受理过 accepted before")
                + " · 回执有效 the receipt's seal holds");
        out.println(receipt.payload());
        return ExitCode.DONE;
    }

    private SealCheck check(PemFiles pem) {
        Path trusted = certificate == null ? data.path().resolve("site/keys/" + site + ".gateway.pem") : certificate;
        var chain = pem.readCertificates(trusted);
        return new SealCheck(List.of(new PartyKey(
                KeyId.parse(site + ".gateway#k1"),
                KeyAlgorithms.of(chain.get(0)),
                chain,
                PartyKey.DEFAULT_SM2_USER_ID,
                null)));
    }
}
