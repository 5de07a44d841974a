package org.sipasync.digest;

import java.io.IOException;
import java.util.Objects;
import java.util.ServiceLoader;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;

/**
 * Finds out who has sent a SIP request, by digest (RFC 8760), without holding a thread while the
 * secret is looked up. One for each realm, kept as long as the application: it remembers used
 * nonces. Thread-safe.
 *
 * <pre>{@code
 * DigestAuthenticator digest = DigestAuthenticator.of(DigestSettings.of("example.org"), accounts);
 *
 * @Invite
 * void invite(SipServletRequest invite) {
 *   async.call(digest.authenticate(invite).into("user")).resume("identified");
 * }
 *
 * @ResumeRoute
 * void identified(SipServletRequest invite, @ReturnCode int rc, @Avp("user") String user)
 *     throws IOException {
 *   if (rc < 0) {
 *     digest.refuse(invite, rc);
 *     return;
 *   }
 *   ...
 * }
 * }</pre>
 *
 * <p>Nonces are signed and expire; each is accepted once for each count, which must grow. Nothing
 * is kept of requests without valid credentials, and little of others.
 */
public interface DigestAuthenticator {
  /**
   * The nonce is too old or was used, and the password right: the client may try again without
   * asking its user.
   */
  int STALE = -11;

  /** The credentials are for another Request-URI. */
  int MISMATCH = -12;

  /** Too many wrong passwords of this user from this network. */
  int BLOCKED = -13;

  /**
   * Creates an authenticator.
   *
   * @param settings not null
   * @param secrets not null
   * @return never null
   * @throws IllegalStateException if the server has none: sip-async-payara is not on its class path
   */
  static DigestAuthenticator of(DigestSettings settings, DigestSecrets secrets) {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(secrets, "secrets");
    return ServiceLoader.load(DigestProvider.class, DigestProvider.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("sip-async-payara is not on the class path"))
        .authenticator(settings, secrets);
  }

  /**
   * Returns the function that authenticates a request. The credentials are read now; the secret is
   * looked up when the function runs, unless they are refused without it.
   *
   * <table>
   * <caption>Results</caption>
   * <tr><td>1<td>authenticated; the value is the user's name
   * <tr><td>-10, {@link org.sipasync.function.ReturnCodes#REJECTED}<td>no credentials for the realm,
   *     or wrong ones
   * <tr><td>{@link #STALE}, {@link #MISMATCH}, {@link #BLOCKED}<td>as described there
   * <tr><td>others<td>the secret could not be looked up
   * </table>
   *
   * @param request a received request of the handler that calls this; not null
   * @return never null
   */
  AsyncFunction authenticate(SipServletRequest request);

  /**
   * Authenticates a request whose secret the caller looks up itself, on its thread.
   *
   * @param request a received request of the handler that calls this; not null
   * @param lookup may block; not null
   * @return as of {@link #authenticate}; never null
   */
  Result verify(SipServletRequest request, Lookup lookup);

  /**
   * Answers a request that is not authenticated: 401 or 407 with challenges, 400 for {@link
   * #MISMATCH}, 403 for {@link #BLOCKED}, 503 if the secret could not be looked up.
   *
   * @param request the request; not null
   * @param returnCode the code of its authentication; negative
   * @throws IOException if the response cannot be sent
   */
  default void refuse(SipServletRequest request, int returnCode) throws IOException {
    refusal(request, returnCode).send();
  }

  /**
   * Returns the response that {@link #refuse} sends, for further headers.
   *
   * @param request the request; not null
   * @param returnCode the code of its authentication; negative
   * @return not sent yet; never null
   */
  SipServletResponse refusal(SipServletRequest request, int returnCode);

  /** Look-up of a secret that may block. */
  @FunctionalInterface
  interface Lookup {

    /**
     * Returns a user's secret, as {@link DigestSecrets#find} does.
     *
     * @return null if the user is unknown
     */
    String find(String user, DigestAlgorithm algorithm) throws Exception;
  }
}
