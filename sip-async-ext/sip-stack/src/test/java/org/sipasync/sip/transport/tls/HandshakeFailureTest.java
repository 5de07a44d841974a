package org.sipasync.sip.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeFailureTest {
  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new CertificateExpiredException("NotAfter"), "its certificate has expired"),
        Arguments.of(new CertificateNotYetValidException("x"), "its certificate is not valid yet"),
        Arguments.of(validation(BasicReason.REVOKED), "its certificate is revoked (sip.tls.crl)"),
        Arguments.of(
            validation(BasicReason.UNDETERMINED_REVOCATION_STATUS),
            "no valid CRL of its issuer is at hand (sip.tls.crl)"),
        Arguments.of(
            new CertPathBuilderException("unable to find valid certification path"),
            "nobody trusted vouches for its certificate (sip.tls.trust)"));
  }

  private static CertPathValidatorException validation(BasicReason reason) {
    return new CertPathValidatorException("x", null, null, -1, reason);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("causes")
  void certificates(Exception cause, String text) {
    Exception wrapped = new SSLHandshakeException("PKIX path validation failed");
    wrapped.initCause(new IllegalStateException(cause));
    assertThat(HandshakeFailure.of(wrapped)).isEqualTo(new HandshakeFailure(text, text));
  }

  @Test
  void whatTheEngineSays() {
    assertThat(HandshakeFailure.of(new SSLException("Received fatal alert: bad_certificate")))
        .isEqualTo(new HandshakeFailure("alert", "it refuses us, bad_certificate"));
    assertThat(HandshakeFailure.of(new SSLException("Empty client certificate chain")).text())
        .isEqualTo("it shows no certificate (sip.tls.client-auth)");
    assertThat(HandshakeFailure.of(new SSLException("the peer ended it")))
        .isEqualTo(new HandshakeFailure("other", "the peer ended it"));
  }

  @Test
  void refusalsOfOurOwn() {
    assertThat(HandshakeFailure.of(new TlsRefusal("another name: ", "sip.example.com")))
        .isEqualTo(new HandshakeFailure("another name: ", "another name: sip.example.com"));
  }

  @Test
  void causesThatGoInCircles() {
    Exception first = new IllegalStateException("first");
    first.initCause(new IllegalStateException("second", first));
    assertThat(HandshakeFailure.of(first).text()).isEqualTo("first");
  }
}
