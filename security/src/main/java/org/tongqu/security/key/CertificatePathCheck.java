package org.tongqu.security.key;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.site.Site;

/**
 * Judges a certificate chain at a moment: every certificate in its time, PKIX (RFC 5280) up to a trust anchor of the site,
 * key usage, revocation. A certificate that is a trust anchor itself is trusted without a path. A revocation list past its
 * next update still revokes what it lists: a list that came late must not stop every party of its issuer. Stateless and
 * thread-safe.
 */
final class CertificatePathCheck {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CRL_SIGN = 6;

    private final Provider provider;

    CertificatePathCheck(Provider provider) {
        this.provider = provider;
    }

    /** Why this chain, never empty, is not to be trusted to seal, for the caller's programmer; empty if it is. */
    Optional<String> refusal(List<X509Certificate> chain, Site site, Instant now) {
        if (!hasUsage(chain.get(0), DIGITAL_SIGNATURE)) {
            return Optional.of("certificate's key usage does not include digitalSignature");
        }
        List<X509Certificate> path = belowAnchor(chain, site.trustAnchors());
        for (X509Certificate certificate : path.isEmpty() ? chain.subList(0, 1) : path) {
            Optional<String> outOfTime = outOfTime(certificate, now);
            if (outOfTime.isPresent()) {
                return outOfTime;
            }
        }
        if (path.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate anchor = anchorOf(path, site.trustAnchors(), now);
        if (anchor == null) {
            return Optional.of("certificate chain does not lead to a trust anchor of this site");
        }
        if (outOfTime(anchor, now).isPresent()) {
            return Optional.of("trust anchor is out of its time");
        }
        return revocation(path, anchor, site.revocationLists());
    }

    private static List<X509Certificate> belowAnchor(List<X509Certificate> chain, List<X509Certificate> anchors) {
        List<X509Certificate> path = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            if (anchors.contains(certificate)) {
                return path;
            }
            path.add(certificate);
        }
        return path;
    }

    private static Optional<String> outOfTime(X509Certificate certificate, Instant now) {
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of("certificate is not valid yet");
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.of("certificate has expired");
        }
        return Optional.empty();
    }

    private @Nullable X509Certificate anchorOf(List<X509Certificate> path, List<X509Certificate> anchors, Instant now) {
        if (anchors.isEmpty()) {
            return null;
        }
        try {
            PKIXParameters parameters = new PKIXParameters(
                    anchors.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet()));
            parameters.setDate(Date.from(now));
            // Revocation lists come with the site; they are checked below, without fetching anything.
            parameters.setRevocationEnabled(false);
            CertPathValidator validator = CertPathValidator.getInstance("PKIX", provider);
            return ((PKIXCertPathValidatorResult) validator.validate(
                            CertificateFactory.getInstance("X.509", provider).generateCertPath(path), parameters))
                    .getTrustAnchor()
                    .getTrustedCert();
        } catch (GeneralSecurityException | IllegalArgumentException notTrusted) {
            // The second: a certificate's key that cannot even be read.
            return null;
        }
    }

    private Optional<String> revocation(
            List<X509Certificate> path, X509Certificate anchor, List<X509CRL> revocationLists) {
        for (int i = 0; i < path.size(); i++) {
            X509Certificate certificate = path.get(i);
            X509Certificate issuer = i + 1 < path.size() ? path.get(i + 1) : anchor;
            List<X509CRL> ofIssuer = revocationLists.stream()
                    .filter(list -> list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
                    .toList();
            List<X509CRL> genuine =
                    ofIssuer.stream().filter(list -> isGenuine(list, issuer)).toList();
            if (genuine.isEmpty() && !ofIssuer.isEmpty()) {
                // Ignoring it would let a damaged list bring revoked keys back.
                return Optional.of("revocation list of the issuer does not verify");
            }
            if (genuine.stream().anyMatch(list -> list.isRevoked(certificate))) {
                return Optional.of("certificate is revoked");
            }
        }
        return Optional.empty();
    }

    private boolean isGenuine(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey(), provider);
            return hasUsage(issuer, CRL_SIGN);
        } catch (GeneralSecurityException notItsSignature) {
            return false;
        }
    }

    private static boolean hasUsage(X509Certificate certificate, int bit) {
        boolean[] usage = certificate.getKeyUsage();
        return usage != null && usage.length > bit && usage[bit];
    }
}
