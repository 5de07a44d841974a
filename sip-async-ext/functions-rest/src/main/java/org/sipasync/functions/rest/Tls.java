package org.sipasync.functions.rest;

import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.ssl.TLS;
import org.sipasync.support.TlsContexts;

/** TLS configuration. Certificate and host name are always verified. */
final class Tls {
  private Tls() {}

  /**
   * Creates the strategy. The host name is verified twice, by the JDK and by the client: before
   * 5.6.4 the former, the default, had no effect.
   */
  static TlsStrategy strategy(RestSettings settings) {
    return ClientTlsStrategyBuilder.create()
        .setSslContext(
            TlsContexts.trusting(
                "sip.async.rest.trust-store", settings.trustStore(), settings.trustStorePassword()))
        .setHostVerificationPolicy(HostnameVerificationPolicy.BOTH)
        .setHostnameVerifier(new DefaultHostnameVerifier())
        .setTlsVersions(TLS.V_1_2, TLS.V_1_3)
        .buildAsync();
  }
}
