package org.sipasync.container.security;

import org.sipasync.digest.DigestAlgorithm;

/**
 * Proof that a client knows a secret (RFC 7616 3.4.1). Client and server compute it alike.
 *
 * @param qop "auth", "auth-int", or null as in RFC 2069
 * @param nc nonce count as written; unused without qop
 * @param cnonce unused without qop
 */
record DigestResponse(DigestAlgorithm hash, String nonce, String qop, String nc, String cnonce) {

  /**
   * Computes the {@code response} parameter.
   *
   * @param secret H(A1)
   * @param body of the request; only auth-int covers it
   */
  String of(String secret, String method, String uri, byte[] body) {
    String request =
        "auth-int".equals(qop) ? hash.hex(method, uri, hash.hex(body)) : hash.hex(method, uri);
    return qop == null
        ? hash.hex(secret, nonce, request)
        : hash.hex(secret, nonce, nc, cnonce, qop, request);
  }
}
