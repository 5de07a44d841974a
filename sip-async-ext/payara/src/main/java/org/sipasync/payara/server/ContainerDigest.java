package org.sipasync.payara.server;

import org.sipasync.digest.DigestAuthenticator;
import org.sipasync.digest.DigestProvider;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.digest.DigestSettings;

/** The container's digest server for applications. Public for the service loader. */
public final class ContainerDigest implements DigestProvider {
  @Override
  public DigestAuthenticator authenticator(DigestSettings settings, DigestSecrets secrets) {
    return new RequestAuthenticator(settings, secrets);
  }
}
