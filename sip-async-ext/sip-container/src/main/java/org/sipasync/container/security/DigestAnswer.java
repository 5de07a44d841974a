package org.sipasync.container.security;

import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.sip.message.Authentication;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Parameters;
import org.sipasync.sip.message.SipRequest;

/**
 * Credentials for one challenge (RFC 7616 3.4). They depend on method, Request-URI and, with
 * auth-int, on the body of the request: {@link #of} computes them for its present state.
 *
 * @param count number of requests with this nonce, this one included
 */
record DigestAnswer(
    DigestChallenge challenge, String user, String password, String cnonce, int count) {

  HeaderName header() {
    return challenge.credentials();
  }

  /** Credentials of a request as it is now. */
  Authentication of(SipRequest request) {
    String uri = request.uriText();
    Parameters parameters =
        Parameters.NONE
            .with("username", user)
            .with("realm", challenge.realm())
            .with("nonce", challenge.nonce())
            .with("uri", uri)
            .with("response", response(request.method().toString(), uri, request.body()));
    if (challenge.algorithm() != null) {
      parameters = parameters.with("algorithm", challenge.algorithm());
    }
    if (needsCnonce()) {
      parameters = parameters.with("cnonce", cnonce);
    }
    if (challenge.qop() != null) {
      parameters = parameters.with("qop", challenge.qop()).with("nc", nc());
    }
    if (challenge.opaque() != null) {
      parameters = parameters.with("opaque", challenge.opaque());
    }
    return new Authentication("Digest", parameters);
  }

  private boolean needsCnonce() {
    return challenge.qop() != null || DigestAlgorithm.isSession(challenge.algorithm());
  }

  private String nc() {
    return String.format("%08x", count);
  }

  String response(String method, String uri, byte[] body) {
    DigestAlgorithm hash = challenge.hash();
    String secret = hash.secret(user, challenge.realm(), password);
    if (DigestAlgorithm.isSession(challenge.algorithm())) {
      secret = hash.hex(secret, challenge.nonce(), cnonce);
    }
    return new DigestResponse(hash, challenge.nonce(), challenge.qop(), nc(), cnonce)
        .of(secret, method, uri, body);
  }

  /** The password is not shown. */
  @Override
  public String toString() {
    return "Credentials of " + user + " for " + challenge.realm();
  }
}
