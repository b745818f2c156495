package org.tongqu.config;

import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.LoadedSite;
import org.tongqu.config.site.Secrets;
import org.tongqu.config.site.SiteSettings.PrivateKeyFile;
import org.tongqu.config.site.SiteSettings.SecretReference;
import org.tongqu.record.site.PartyKey;
import org.tongqu.security.key.KeyFileProblem;
import org.tongqu.security.key.Keystore;
import org.tongqu.security.key.PemFiles;
import org.tongqu.security.key.SealingKey;

/** The gateway's private keys, from where its site says that they are. */
final class GatewayKeys {
    private GatewayKeys() {}

    /**
     * All of them.
     *
     * @throws StartRefused if one cannot be read, with what is wrong and never with a part of it
     */
    static List<SealingKey> open(LoadedSite site, Provider provider) throws StartRefused {
        List<SealingKey> keys = new ArrayList<>();
        for (PrivateKeyFile file : site.settings().privateKeys()) {
            String sm2UserId = site.site().gatewayKeys().stream()
                    .filter(key -> key.kid().equals(file.kid()))
                    .map(PartyKey::sm2UserId)
                    .findFirst()
                    .orElse(PartyKey.DEFAULT_SM2_USER_ID);
            try {
                keys.add(open(file, sm2UserId, provider));
            } catch (KeyFileProblem e) {
                throw new StartRefused("网关私钥不可用 / the gateway's private key cannot be used: " + e.getMessage(), e);
            }
        }
        return keys;
    }

    private static SealingKey open(PrivateKeyFile file, String sm2UserId, Provider provider) throws StartRefused {
        SecretReference password = file.password();
        return password == null
                ? new SealingKey(file.kid(), new PemFiles(provider).readPrivateKey(file.file()), sm2UserId)
                : Keystore.open(file.file(), Secrets.text(password).toCharArray(), provider)
                        .key(file.kid(), sm2UserId);
    }
}
