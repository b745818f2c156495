package org.tongqu.config.site;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.site.SoapAccess;

/** Reads {@code soap:} of a party file: how its system is known at the gateway's SOAP service. */
final class SoapReader {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}");

    private final Path data;
    private final Problems problems;

    /** @param data against which relative {@code file:} references are resolved; the secrets are not read */
    SoapReader(Path data, Problems problems) {
        this.data = data;
        this.problems = problems;
    }

    /** The access; empty if mistakes leave nothing by which the party would be known. */
    Optional<SoapAccess> read(YamlMap map) {
        boolean signs = map.text("signature")
                .flatMap(text -> text.as(SoapReader::required, "写成 required / write required", problems))
                .isPresent();
        Optional<Secret> password = map.text("password").flatMap(this::secret);
        Set<String> certificates = new TreeSet<>();
        for (Placed<String> text : map.texts("caller-certificate")) {
            text.as(
                            SoapReader::fingerprint,
                            "证书的 SHA-256，64 位十六进制 / SHA-256 of the certificate, 64 hex digits",
                            problems)
                    .ifPresent(one -> certificates.add(one.value()));
        }
        Set<String> addresses = new TreeSet<>();
        for (Placed<String> text : map.texts("addresses")) {
            text.as(SoapReader::address, "http:// 或 https:// 地址 / an http:// or https:// address", problems)
                    .ifPresent(one -> addresses.add(one.value()));
        }
        requireOneWay(map, signs, !addresses.isEmpty());
        map.refuseUnknown();
        return signs || password.isPresent() || !certificates.isEmpty()
                ? Optional.of(new SoapAccess(signs, password.orElse(null), certificates, addresses))
                : Optional.empty();
    }

    private void requireOneWay(YamlMap map, boolean signs, boolean hasAddresses) {
        boolean hasChannel = map.has("password") || map.has("caller-certificate");
        if (signs == hasChannel) {
            problems.add(
                    map.place(),
                    "soap: 须写 signature: required，或写 password:、caller-certificate:，二者择一 / soap: needs either signature:"
                            + " required, or password: and caller-certificate:",
                    signs
                            ? "签名的系统不再出示口令和证书，删去 / who signs shows neither password nor certificate: remove them"
                            : "补上其一 / add one");
        }
        if (hasAddresses && !signs) {
            problems.add(
                    map.placeOf("addresses"),
                    "addresses: 只用于签名的报文 / addresses: is for signed calls only",
                    "删去 / remove it");
        }
    }

    private Optional<Secret> secret(Placed<String> text) {
        Optional<PartySecret> secret = PartySecret.referredTo(text.value(), data);
        if (secret.isEmpty()) {
            problems.add(
                    text.place(),
                    "这里只能写密钥的出处 / only where the secret is may stand here",
                    "写成 file:路径 或 env:变量名 / write file:path or env:VARIABLE");
        }
        return secret.map(one -> one);
    }

    private static String required(String text) {
        if (!text.equals("required")) {
            throw new IllegalArgumentException("another word");
        }
        return text;
    }

    private static String fingerprint(String text) {
        if (!FINGERPRINT.matcher(text).matches()) {
            throw new IllegalArgumentException("no fingerprint");
        }
        return text.replace(":", "").toLowerCase(Locale.ROOT);
    }

    private static String address(String text) {
        URI address = URI.create(text);
        boolean isWeb = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!isWeb || address.getHost() == null || address.getUserInfo() != null || address.getFragment() != null) {
            throw new IllegalArgumentException("no address");
        }
        return text;
    }
}
