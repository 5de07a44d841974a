package org.sipasync.support;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;

/** Builds the TLS contexts of clients. Thread-safe. */
public final class TlsContexts {
  private TlsContexts() {}

  /**
   * Returns a client's context without a certificate of its own. The context does not verify the
   * host name; its user must.
   *
   * @param key full key of the trust store's setting, for the message
   * @param trustStore PKCS #12 or JKS file of the certificates to trust; empty means the JVM's
   * @param password password of the trust store; never part of a message
   * @throws SipAsyncException SIPA-0103 if the trust store cannot be read
   */
  public static SSLContext trusting(String key, Optional<Path> trustStore, String password) {
    try {
      KeyStore trusted =
          trustStore.isEmpty()
              ? null
              : KeyStore.getInstance(trustStore.get().toFile(), password.toCharArray());
      return context(null, trusted, List.of());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw Problem.BAD_SETTING.exception(
          key, trustStore.orElse(null), "it cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Builds a context.
   *
   * @param keys own certificates; null for none
   * @param trusted certificates to trust; null means the JVM's
   * @param crls lists of revoked certificates; if there are any, a peer's certificate counts only
   *     if a valid list of its issuer does not have it. Nothing is fetched from the network
   */
  static SSLContext context(KeyManager[] keys, KeyStore trusted, Collection<X509CRL> crls)
      throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    if (!crls.isEmpty()) {
      ManagerFactoryParameters checks = new CertPathTrustManagerParameters(checks(trust, crls));
      trust.init(checks);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  private static PKIXBuilderParameters checks(
      TrustManagerFactory trusting, Collection<X509CRL> crls) throws GeneralSecurityException {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (TrustManager each : trusting.getTrustManagers()) {
      for (X509Certificate issuer : ((X509TrustManager) each).getAcceptedIssuers()) {
        anchors.add(new TrustAnchor(issuer, null));
      }
    }
    PKIXBuilderParameters checks = new PKIXBuilderParameters(anchors, new X509CertSelector());
    checks.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(crls)));
    PKIXRevocationChecker revocation =
        (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
    revocation.setOptions(
        EnumSet.of(Option.PREFER_CRLS, Option.NO_FALLBACK, Option.ONLY_END_ENTITY));
    checks.addCertPathChecker(revocation);
    return checks;
  }
}
