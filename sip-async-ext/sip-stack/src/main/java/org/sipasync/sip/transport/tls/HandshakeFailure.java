package org.sipasync.sip.transport.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;

/**
 * Reason why a handshake has failed, in the words of who has to do something about it. Immutable.
 *
 * @param kind one of few constants, such as for limiting a log; no text of a peer
 * @param text the reason, which may quote the peer
 */
public record HandshakeFailure(String kind, String text) {
  private static final int MAX_DEPTH = 10;
  private static final String ALERT = "Received fatal alert: ";
  private static final String NO_CERTIFICATE = "Empty client certificate chain";

  private HandshakeFailure(String kind) {
    this(kind, kind);
  }

  /** Finds the reason in the causes of an exception. */
  public static HandshakeFailure of(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      HandshakeFailure known = known(cause);
      if (known != null) {
        return known;
      }
      cause = cause.getCause();
    }
    return new HandshakeFailure("other", String.valueOf(thrown.getMessage()));
  }

  private static HandshakeFailure known(Throwable cause) {
    if (cause instanceof TlsRefusal refusal) {
      return new HandshakeFailure(refusal.kind(), refusal.getMessage());
    }
    if (cause instanceof CertificateExpiredException) {
      return new HandshakeFailure("its certificate has expired");
    }
    if (cause instanceof CertificateNotYetValidException) {
      return new HandshakeFailure("its certificate is not valid yet");
    }
    if (cause instanceof CertificateRevokedException) {
      return new HandshakeFailure("its certificate is revoked (sip.tls.crl)");
    }
    if (cause instanceof CertPathValidatorException invalid) {
      return invalid(invalid);
    }
    if (cause instanceof CertPathBuilderException && cause.getCause() == null) {
      return new HandshakeFailure("nobody trusted vouches for its certificate (sip.tls.trust)");
    }
    return said(String.valueOf(cause.getMessage()));
  }

  private static HandshakeFailure invalid(CertPathValidatorException invalid) {
    if (invalid.getReason() == BasicReason.REVOKED) {
      return new HandshakeFailure("its certificate is revoked (sip.tls.crl)");
    }
    if (invalid.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
      return new HandshakeFailure("no valid CRL of its issuer is at hand (sip.tls.crl)");
    }
    return null;
  }

  private static HandshakeFailure said(String message) {
    if (message.startsWith(ALERT)) {
      return new HandshakeFailure("alert", "it refuses us, " + message.substring(ALERT.length()));
    }
    if (message.startsWith(NO_CERTIFICATE)) {
      return new HandshakeFailure("it shows no certificate (sip.tls.client-auth)");
    }
    return null;
  }
}
