package org.sipasync.digest;

/** Maker of authenticators, found by the service loader on the server's class path. */
public interface DigestProvider {

  /** Creates an authenticator; see {@link DigestAuthenticator#of}. */
  DigestAuthenticator authenticator(DigestSettings settings, DigestSecrets secrets);
}
