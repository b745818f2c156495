package org.tongqu.config.site;

import java.nio.charset.StandardCharsets;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.SiteSettings.SecretReference;
import org.tongqu.security.key.PrivateFile;

/** Reads secrets that a site refers to. */
public final class Secrets {
    private Secrets() {}

    /**
     * A secret text, without the white space around it.
     *
     * @throws StartRefused if it is not there
     * @throws org.tongqu.security.key.KeyFileProblem if its file cannot be read, or others than its owner may read it
     */
    public static String text(SecretReference reference) throws StartRefused {
        if (reference instanceof SecretReference.InEnvironment environment) {
            return inEnvironment(environment);
        }
        SecretReference.InFile file = (SecretReference.InFile) reference;
        return new String(PrivateFile.read(file.path()), StandardCharsets.UTF_8).strip();
    }

    /**
     * What an environment variable holds, without the white space around it.
     *
     * @throws StartRefused if there is none
     */
    public static String inEnvironment(SecretReference.InEnvironment reference) throws StartRefused {
        String value = System.getenv(reference.variable());
        if (value == null) {
            throw new StartRefused("缺少环境变量 / environment variable is missing: " + reference.variable());
        }
        return value.strip();
    }
}
