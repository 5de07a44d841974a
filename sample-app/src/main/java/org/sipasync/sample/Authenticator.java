package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.sipasync.sample.digest.Algorithm;
import org.sipasync.sample.digest.Attempts;
import org.sipasync.sample.digest.Challenge;
import org.sipasync.sample.digest.Credentials;
import org.sipasync.sample.digest.Nonces;

/**
 * Digest authentication of SIP requests (RFC 8760). In two halves, for between them the database is
 * asked: {@link #credentials} before, {@link #accept} after.
 */
@ApplicationScoped
public class Authenticator {
  private static final int MOST_FAILURES = 3;
  private static final Duration LOCKED = Duration.ofSeconds(30);

  private final String realm;
  private final List<Algorithm> algorithms;
  private final Nonces nonces;
  private final Attempts attempts = new Attempts(System::currentTimeMillis, MOST_FAILURES, LOCKED);

  /** For the proxy that CDI makes. */
  Authenticator() {
    this("", List.of(), 1);
  }

  @Inject
  Authenticator(
      @ConfigProperty(name = "sample.realm") String realm,
      @ConfigProperty(name = "sample.auth.algorithms") List<String> algorithms,
      @ConfigProperty(name = "sample.nonce.seconds") long nonceSeconds) {
    this.realm = realm;
    this.algorithms = algorithms.stream().map(Authenticator::algorithm).toList();
    this.nonces = new Nonces(System::currentTimeMillis, Duration.ofSeconds(nonceSeconds));
  }

  private static Algorithm algorithm(String name) {
    String wrong = "sample.auth.algorithms: " + name + " is neither SHA-256 nor MD5";
    return Algorithm.of(name).orElseThrow(() -> new IllegalArgumentException(wrong));
  }

  /**
   * The credentials of a request.
   *
   * @return empty if there are none, or no attempt is left; the request is answered then
   */
  Optional<Credentials> credentials(SipServletRequest request) throws IOException {
    Optional<Credentials> given = read(request);
    if (given.isEmpty()) {
      challenge(request, false);
    } else if (attempts.areUsedUp(caller(request, given.get()))) {
      forbid(request);
      return Optional.empty();
    }
    return given;
  }

  /**
   * Compares a request's credentials with what the database knows.
   *
   * @param rc the return code of {@link Users#secrets}
   * @param md5 the secret by MD5; null if there is none
   * @param sha256 the secret by SHA-256; null if there is none
   * @return who it is; empty if that is not proven, the request is answered then
   */
  Optional<String> accept(SipServletRequest request, int rc, String md5, String sha256)
      throws IOException {
    if (rc < 0 && rc != Users.NOBODY) {
      Answer.send(request, SipServletResponse.SC_SERVICE_UNAVAILABLE, "Database failure");
      return Optional.empty();
    }
    Credentials given = read(request).orElseThrow();
    String caller = caller(request, given);
    String secret = given.algorithm() == Algorithm.MD5 ? md5 : sha256;
    if (secret == null
        || !given.realm().equals(realm)
        || !given.match(request.getMethod(), secret)) {
      attempts.failed(caller);
      if (attempts.areUsedUp(caller)) {
        forbid(request);
      } else {
        challenge(request, false);
      }
      return Optional.empty();
    }
    Nonces.State nonce = nonces.use(given);
    if (nonce != Nonces.State.FRESH) {
      challenge(request, nonce == Nonces.State.STALE);
      return Optional.empty();
    }
    attempts.succeeded(caller);
    return Optional.of(given.username());
  }

  private Optional<Credentials> read(SipServletRequest request) {
    return Credentials.read(request.getHeader("Authorization"))
        .filter(given -> algorithms.contains(given.algorithm()));
  }

  private static String caller(SipServletRequest request, Credentials given) {
    return given.username() + " at " + request.getInitialRemoteAddr();
  }

  private void challenge(SipServletRequest request, boolean isStale) throws IOException {
    SipServletResponse challenge = request.createResponse(SipServletResponse.SC_UNAUTHORIZED);
    for (String header : Challenge.headers(algorithms, realm, nonces.next(), isStale)) {
      challenge.addHeader("WWW-Authenticate", header);
    }
    Answer.send(challenge);
  }

  private static void forbid(SipServletRequest request) throws IOException {
    Answer.send(request, SipServletResponse.SC_FORBIDDEN, "Too many wrong passwords");
  }
}
