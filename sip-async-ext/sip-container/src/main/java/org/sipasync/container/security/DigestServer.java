package org.sipasync.container.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.sip.message.Authentication;
import org.sipasync.sip.message.Parameters;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.Uri;
import org.sipasync.support.LoginThrottle;

/**
 * Digest authentication of received requests in one realm (RFC 8760). Knows texts only, so it
 * serves any container's messages. Thread-safe.
 *
 * <pre>
 *   request ── begin ──▶ CHALLENGE, MISMATCH, BLOCKED
 *                   └──▶ look the secret up ── finish ──▶ ACCEPTED, CHALLENGE, STALE, BLOCKED
 * </pre>
 */
public final class DigestServer {
  /** Credentials that are looked at: a request carries some for each realm and algorithm. */
  private static final int MAX_HEADERS = 10;

  private static final int MAX_CALLERS = 10_000;

  private final String realm;
  private final List<DigestAlgorithm> algorithms;
  private final String qop;
  private final ServerNonces nonces;
  private final LoginThrottle throttle;

  /** Stands for the secret of a user that nobody knows, which takes as long to check. */
  private final String noSecret;

  /** State of an authentication. */
  public enum Outcome {
    /** The secret decides. */
    UNDECIDED,
    ACCEPTED,
    /** No credentials, or wrong ones. */
    CHALLENGE,
    /** Only the nonce is too old, or was used; the secret is right (RFC 2617 3.2.1). */
    STALE,
    /** The credentials are for another Request-URI (RFC 7616 3.4.6). */
    MISMATCH,
    /** Too many wrong passwords. */
    BLOCKED
  }

  /**
   * A request as far as digest covers it.
   *
   * @param credentials values of Authorization or Proxy-Authorization
   * @param body covered by auth-int; not null
   * @param peer address that it came from
   */
  public record Received(
      String method, String uri, Iterator<String> credentials, byte[] body, String peer) {}

  /**
   * Creates a server.
   *
   * @param algorithms in the order of preference
   * @param integrity true to offer auth-int, too
   * @param maxFailures wrong passwords of one user from one network within the time, which then
   *     have it blocked for the rest of it
   * @param millis wall clock
   * @param random a SecureRandom but in tests
   */
  public DigestServer(
      String realm,
      List<DigestAlgorithm> algorithms,
      boolean integrity,
      Duration nonceLife,
      int maxFailures,
      Duration blocked,
      LongSupplier millis,
      RandomGenerator random) {
    this.realm = realm;
    this.algorithms = List.copyOf(algorithms);
    this.qop = integrity ? "auth,auth-int" : "auth";
    this.nonces = new ServerNonces(millis, nonceLife, random);
    this.throttle =
        new LoginThrottle(() -> millis.getAsLong() * 1_000_000, maxFailures, blocked, MAX_CALLERS);
    this.noSecret = Long.toHexString(random.nextLong());
  }

  /** Values of WWW-Authenticate or Proxy-Authenticate: one challenge for each algorithm. */
  public List<String> challenges(boolean stale) {
    String nonce = nonces.next();
    List<String> challenges = new ArrayList<>(algorithms.size());
    for (DigestAlgorithm algorithm : algorithms) {
      Parameters parameters =
          Parameters.NONE
              .with("realm", realm)
              .with("nonce", nonce)
              .with("algorithm", algorithm.token())
              .with("qop", qop);
      if (stale) {
        parameters = parameters.with("stale", "true");
      }
      challenges.add(new Authentication("Digest", parameters).toString());
    }
    return challenges;
  }

  /** Reads a request's credentials; all that can be decided without the secret is. */
  public Attempt begin(Received request) {
    GivenCredentials given = find(request.credentials());
    if (given == null) {
      return new Attempt(Outcome.CHALLENGE, null, request);
    }
    Attempt attempt = new Attempt(Outcome.UNDECIDED, given, request);
    if (throttle.isBlocked(attempt.caller())) {
      attempt.outcome = Outcome.BLOCKED;
    } else if (!isSame(given.uri(), request.uri())) {
      attempt.outcome = Outcome.MISMATCH;
    }
    return attempt;
  }

  private GivenCredentials find(Iterator<String> headers) {
    for (int i = 0; i < MAX_HEADERS && headers.hasNext(); i++) {
      GivenCredentials given = GivenCredentials.read(headers.next());
      if (given != null
          && given.realm().equals(realm)
          && algorithms.contains(given.algorithm())
          && List.of(qop.split(",")).contains(given.response().qop())) {
        return given;
      }
    }
    return null;
  }

  private static boolean isSame(String one, String other) {
    try {
      return one.equals(other) || Uri.parse(one).equals(Uri.parse(other));
    } catch (ParseException e) {
      return false;
    }
  }

  /** Authentication of one request; used by one thread at a time. */
  public final class Attempt {
    private final GivenCredentials given;
    private final Received request;
    private Outcome outcome;

    private Attempt(Outcome outcome, GivenCredentials given, Received request) {
      this.outcome = outcome;
      this.given = given;
      this.request = request;
    }

    public Outcome outcome() {
      return outcome;
    }

    /** User that the credentials are of; null if there are none. */
    public String user() {
      return given == null ? null : given.user();
    }

    /** Algorithm of the secret that decides; null if there are no credentials. */
    public DigestAlgorithm algorithm() {
      return given == null ? null : given.algorithm();
    }

    private String caller() {
      return given.user() + " at " + LoginThrottle.networkOf(request.peer());
    }

    /**
     * Decides an undecided attempt; once.
     *
     * @param secret H(A1) in hexadecimal digits; null if the user is unknown
     */
    public Outcome finish(String secret) {
      outcome = isProven(secret) ? accept() : refuse();
      return outcome;
    }

    private boolean isProven(String secret) {
      String compared = secret == null ? noSecret : secret.toLowerCase(java.util.Locale.ROOT);
      return given.prove(compared, request.method(), request.body()) && secret != null;
    }

    private Outcome accept() {
      if (!nonces.isFresh(given.nonce()) || !nonces.use(given.nonce(), given.count())) {
        return Outcome.STALE;
      }
      throttle.succeeded(caller());
      return Outcome.ACCEPTED;
    }

    private Outcome refuse() {
      throttle.failed(caller());
      return throttle.isBlocked(caller()) ? Outcome.BLOCKED : Outcome.CHALLENGE;
    }
  }
}
