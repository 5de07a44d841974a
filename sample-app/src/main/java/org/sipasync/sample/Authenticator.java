package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ListIterator;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.sample.digest.Algorithm;
import org.sipasync.sample.digest.Challenge;
import org.sipasync.sample.digest.Credentials;
import org.sipasync.sample.digest.Nonces;
import org.sipasync.support.LoginThrottle;

/**
 * Digest authentication of SIP requests (RFC 8760), in two steps around the database query: {@link
 * #credentials} before, {@link #accept} after.
 */
@ApplicationScoped
public class Authenticator {
  private static final int MAX_FAILURES = 3;
  private static final int MAX_CALLERS = 10_000;
  private static final Duration LOCKED = Duration.ofSeconds(30);

  /** Limit of Authorization headers: one per realm and algorithm. */
  private static final int MAX_HEADERS = 10;

  private final Settings settings;
  private final Contacts contacts;
  private final Nonces nonces;
  private final LoginThrottle throttle =
      new LoginThrottle(System::nanoTime, MAX_FAILURES, LOCKED, MAX_CALLERS);

  /** For CDI's proxy. */
  Authenticator() {
    this.settings = null;
    this.contacts = null;
    this.nonces = null;
  }

  @Inject
  Authenticator(Settings settings, Contacts contacts) {
    this.settings = settings;
    this.contacts = contacts;
    this.nonces =
        new Nonces(System::currentTimeMillis, Duration.ofSeconds(settings.nonceSeconds()));
  }

  /**
   * Returns the credentials of a request.
   *
   * @return empty without credentials or remaining attempts; the request is then answered
   */
  Optional<Credentials> credentials(SipServletRequest request) throws IOException {
    Optional<Credentials> given = read(request);
    if (given.isEmpty()) {
      challenge(request, false);
    } else if (throttle.isBlocked(caller(request, given.get()))) {
      forbid(request);
      return Optional.empty();
    } else if (!contacts.areSame(given.get().uri(), request.getRequestURI().toString())) {
      // RFC 7616, 3.4.6: the credentials were made for another request
      Answer.send(request, SipServletResponse.SC_BAD_REQUEST, "Digest uri is not the Request-URI");
      return Optional.empty();
    }
    return given;
  }

  /**
   * Verifies a request's credentials against the database's secrets.
   *
   * @param rc the return code of {@link Users#secrets}
   * @param md5 the secret by MD5; null if there is none
   * @param sha256 the secret by SHA-256; null if there is none
   * @return the user; empty if verification fails, and the request is then answered
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
    if (secret == null || !given.match(request.getMethod(), secret)) {
      throttle.failed(caller);
      if (throttle.isBlocked(caller)) {
        forbid(request);
      } else {
        challenge(request, false);
      }
      return Optional.empty();
    }
    if (!nonces.use(given)) {
      challenge(request, true);
      return Optional.empty();
    }
    throttle.succeeded(caller);
    return Optional.of(given.username());
  }

  /** Finds the credentials for our realm; a request may carry others (RFC 3261, 22.3). */
  private Optional<Credentials> read(SipServletRequest request) {
    ListIterator<String> headers = request.getHeaders("Authorization");
    for (int i = 0; i < MAX_HEADERS && headers.hasNext(); i++) {
      Optional<Credentials> given = Credentials.read(headers.next());
      if (given.isPresent()
          && given.get().realm().equals(settings.realm())
          && settings.algorithms().contains(given.get().algorithm())) {
        return given;
      }
    }
    return Optional.empty();
  }

  private static String caller(SipServletRequest request, Credentials given) {
    return given.username() + " at " + request.getInitialRemoteAddr();
  }

  private void challenge(SipServletRequest request, boolean isStale) throws IOException {
    SipServletResponse challenge = request.createResponse(SipServletResponse.SC_UNAUTHORIZED);
    for (String header :
        Challenge.headers(settings.algorithms(), settings.realm(), nonces.next(), isStale)) {
      challenge.addHeader("WWW-Authenticate", header);
    }
    Answer.send(challenge);
  }

  private static void forbid(SipServletRequest request) throws IOException {
    Answer.send(request, SipServletResponse.SC_FORBIDDEN, "Too many wrong passwords");
  }
}
