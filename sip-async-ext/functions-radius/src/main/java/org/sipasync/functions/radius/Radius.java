package org.sipasync.functions.radius;

import java.util.Objects;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.HostResolver;
import org.sipasync.support.ConcurrencyLimit;

/**
 * RADIUS as functions (RFC 2865, RFC 2866): OpenSIPS's {@code radius_send_auth} and {@code
 * radius_send_acct}.
 *
 * <p>Each request has a UDP socket of its own on the event loop; no thread waits and none is kept.
 * It is sent again until it is answered, to one server after the other.
 *
 * <pre>{@code
 * async.call(radius.auth(user, password).with("Called-Station-Id", called).reply("Session-Timeout", "life"))
 *      .deadline(ofSeconds(3))
 *      .resume("authorized");
 * async.launch(radius.acct(Radius.Acct.START, callId).with("User-Name", user)).start();
 * }</pre>
 *
 * <p>Return codes: 1 accepted, or the record is taken; -1 error; {@link #REJECTED} -2; -3 deadline,
 * or no server answered in all tries; -4 too many in flight.
 *
 * <p>Safe for use by many threads; nothing blocks.
 */
public final class Radius {
  /** The server has said no. */
  public static final int REJECTED = ReturnCodes.REJECTED;

  /** What an accounting record tells (Acct-Status-Type). */
  public enum Acct {
    /** A call begins. */
    START(1),
    /** A call is over. */
    STOP(2),
    /** A call goes on. */
    INTERIM_UPDATE(3);

    private final int value;

    Acct(int value) {
      this.value = value;
    }

    int value() {
      return value;
    }
  }

  private final RadiusSettings settings;
  private final HostResolver resolver;
  private final ConcurrencyLimit limit;

  private Radius(RadiusSettings settings, HostResolver resolver) {
    this.settings = settings;
    this.limit =
        new ConcurrencyLimit(
            settings.maxInFlight(), "RADIUS requests", "sip.async.radius.max-in-flight");
    this.resolver = resolver;
  }

  /**
   * Servers; nothing is sent yet.
   *
   * @param resolver finds their hosts; not null
   */
  public static Radius of(RadiusSettings settings, HostResolver resolver) {
    return new Radius(
        Objects.requireNonNull(settings, "settings"), Objects.requireNonNull(resolver, "resolver"));
  }

  /**
   * Asks whether a user and his password are right (Access-Request with PAP). The password is
   * hidden by the shared secret.
   *
   * @param user 1 to 253 bytes of UTF-8; not null
   * @param password at most 128 bytes of UTF-8; not null
   */
  public RadiusCall auth(String user, String password) {
    return RadiusCall.access(this).with("User-Name", user).withPassword(password);
  }

  /**
   * Asks about a user without a password, such as with the {@code Digest-} attributes of RFC 5090,
   * which are to be added.
   */
  public RadiusCall auth(String user) {
    return RadiusCall.access(this).with("User-Name", user);
  }

  /**
   * Writes an accounting record.
   *
   * @param status what it tells; not null
   * @param sessionId what its records have in common, such as the Call-ID; not null
   */
  public RadiusCall acct(Acct status, String sessionId) {
    return RadiusCall.accounting(this, status).with("Acct-Session-Id", sessionId);
  }

  /** Requests under way. */
  public int inFlight() {
    return limit.inFlight();
  }

  RadiusSettings settings() {
    return settings;
  }

  HostResolver resolver() {
    return resolver;
  }

  ConcurrencyLimit limit() {
    return limit;
  }
}
