package org.sipasync.support;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
      return context(null, trusted);
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
   */
  static SSLContext context(KeyManager[] keys, KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }
}
