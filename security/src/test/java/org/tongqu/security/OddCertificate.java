package org.tongqu.security;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates that a decent authority would not. */
public final class OddCertificate {
    private final PublicKey holder;
    private String subject = "CN=odd";
    private boolean authority = false;
    private int usage = KeyUsage.digitalSignature;
    private Instant from = TestSite.FROM;
    private Instant until = TestSite.UNTIL;

    public OddCertificate(PublicKey holder) {
        this.holder = holder;
    }

    public OddCertificate named(String name) {
        subject = name;
        return this;
    }

    public OddCertificate asAuthority() {
        authority = true;
        return this;
    }

    public OddCertificate forUsage(int bits) {
        usage = bits;
        return this;
    }

    public OddCertificate lasting(Instant start, Instant end) {
        from = start;
        until = end;
        return this;
    }

    public X509Certificate issuedBy(PrivateKey key, X509Certificate issuer) throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer.getSubjectX500Principal(),
                BigInteger.valueOf(4711),
                Date.from(from),
                Date.from(until),
                new X500Principal(subject),
                holder);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (usage != 0) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        }
        return new JcaX509CertificateConverter()
                .setProvider(TestSite.PROVIDER)
                .getCertificate(builder.build(new JcaContentSignerBuilder("SM3WITHSM2")
                        .setProvider(TestSite.PROVIDER)
                        .build(key)));
    }
}
