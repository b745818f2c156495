package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.util.concurrent.Callable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.security.key.KeyPairMaker;
import org.tongqu.security.key.PemFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a key and a request for its certificate. */
@Command(
        name = "keygen",
        description = "生成密钥和证书请求 · make a key and a certificate request (PKCS#10)",
        mixinStandardHelpOptions = true)
final class Keygen implements Callable<Integer> {
    /** What kind of key. */
    enum Kind {
        /** SM2 with SM3. */
        sm2,
        /** ECDSA P-256 with SHA-256. */
        p256
    }

    @Option(names = "--alg", defaultValue = "sm2", description = "${COMPLETION-CANDIDATES}，默认 ${DEFAULT-VALUE}")
    private Kind algorithm = Kind.sm2;

    @Option(names = "--party", required = true, paramLabel = "ID", description = "机构标识，如 990101.gas · the party id")
    private String party = "";

    @Option(names = "--key-id", defaultValue = "k1", description = "密钥标识，默认 ${DEFAULT-VALUE}，永不重用 · never reused")
    private String keyId = "k1";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "证书中的单位名称 · the organisation's name")
    private String name = "";

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "写到哪里，默认当前目录 · where to")
    private Path out = Path.of(".");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter screen = spec.commandLine().getOut();
        KeyId kid = kid();
        Path key = out.resolve(party + "." + keyId + ".key.pem");
        Path request = out.resolve(party + "." + keyId + ".csr.pem");
        if (Files.exists(key)) {
            screen.println("tongqu: 已有密钥，不覆盖 / there is a key already, it is not replaced: " + key);
            return ExitCode.REFUSED;
        }
        Files.createDirectories(out);
        Provider provider = new BouncyCastleProvider();
        SealAlgorithm seal = algorithm == Kind.sm2 ? SealAlgorithm.SM2SM3 : SealAlgorithm.ES256;
        KeyPairMaker maker = new KeyPairMaker(provider);
        PemFiles pem = new PemFiles(provider);
        KeyPair pair = maker.make(seal);
        pem.writePrivateKey(key, pair.getPrivate());
        pem.writeRequest(request, maker.request(pair, seal, kid, name.isBlank() ? party : name));
        screen.println("私钥 private key  " + key);
        screen.println("证书请求 request  " + request);
        screen.println(
                "请站点的证书机构签发，再写入机构文件的 keys: / have it issued by the site's authority, then name it under keys: in the party file");
        return ExitCode.DONE;
    }

    private KeyId kid() {
        try {
            return new KeyId(new PartyId(party), keyId);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "机构标识形如 990101.gas，密钥标识为字母、数字、.-_ / a party id is like 990101.gas, a key id of letters,"
                            + " digits, .-_",
                    e);
        }
    }
}
