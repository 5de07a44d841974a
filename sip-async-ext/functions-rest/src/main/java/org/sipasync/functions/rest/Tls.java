package org.sipasync.functions.rest;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.ssl.TLS;
import org.sipasync.Problem;

/** Whom to trust. Certificate and host name are always checked. */
final class Tls {
  private Tls() {}

  /**
   * The host's name is checked twice, by the JDK and by the client: before 5.6.4 the former, which
   * is the default, was without effect.
   */
  static TlsStrategy strategy(RestSettings settings) {
    return ClientTlsStrategyBuilder.create()
        .setSslContext(context(settings))
        .setHostVerificationPolicy(HostnameVerificationPolicy.BOTH)
        .setHostnameVerifier(new DefaultHostnameVerifier())
        .setTlsVersions(TLS.V_1_2, TLS.V_1_3)
        .buildAsync();
  }

  private static SSLContext context(RestSettings settings) {
    Path file = settings.trustStore().orElse(null);
    try {
      KeyStore trusted =
          file == null
              ? null
              : KeyStore.getInstance(file.toFile(), settings.trustStorePassword().toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw Problem.BAD_SETTING.exception(
          "sip.async.rest.trust-store", file, "it cannot be read: " + e.getMessage(), e);
    }
  }
}
