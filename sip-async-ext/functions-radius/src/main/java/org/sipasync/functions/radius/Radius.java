package org.sipasync.functions.radius;

import java.util.Objects;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.HostResolver;
import org.sipasync.support.ConcurrencyLimit;

/**
 * RADIUS as functions (RFC 2865, RFC 2866): OpenSIPS's {@code radius_send_auth} and {@code
 * radius_send_acct}.
 *
 * <p>Each request has its own UDP socket on the event loop; no thread is held. It is retransmitted
 * until it is answered, to one server after the other.
 *
 * <pre>{@code
 * async.call(radius.auth(user, password).with("Called-Station-Id", called).reply("Session-Timeout", "life"))
 *      .deadline(ofSeconds(3))
 *      .resume("authorized");
 * async.launch(radius.acct(Radius.Acct.START, callId).with("User-Name", user)).start();
 * }</pre>
 *
 * <p>Return codes: 1 accepted, or record stored; -1 error; -10 {@link #REJECTED}; -3 deadline, or
 * no server answered any try; -4 limit of requests reached.
 *
 * <p>Thread-safe and non-blocking.
 */
public final class Radius {
  /** Return code for a rejection. */
  public static final int REJECTED = ReturnCodes.REJECTED;

  /** Acct-Status-Type of an accounting record. */
  public enum Acct {
    /** Start of a call. */
    START(1),
    /** End of a call. */
    STOP(2),
    /** Interim record of a running call. */
    INTERIM_UPDATE(3);

    private final int value;

    Acct(int value) {
      this.value = value;
    }

    int value() {
      return value;
    }
  }

  private final RadiusClient client;

  private Radius(RadiusClient client) {
    this.client = client;
  }

  /**
   * Creates a client; sends nothing yet.
   *
   * @param resolver resolves the servers' host names; not null
   */
  public static Radius of(RadiusSettings settings, HostResolver resolver) {
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(resolver, "resolver");
    ConcurrencyLimit limit =
        new ConcurrencyLimit(
            settings.maxInFlight(), "RADIUS requests", "sip.async.radius.max-in-flight");
    return new Radius(new RadiusClient(settings, resolver, limit));
  }

  /**
   * Authenticates a user by password (Access-Request with PAP). The password is obscured by the
   * shared secret.
   *
   * @param user 1 to 253 bytes of UTF-8; not null
   * @param password at most 128 bytes of UTF-8; not null
   */
  public RadiusCall auth(String user, String password) {
    return RadiusCall.access(client).with("User-Name", user).withPassword(password);
  }

  /**
   * Authenticates a user without a password, such as by the {@code Digest-} attributes of RFC 5090,
   * to be added to the call.
   */
  public RadiusCall auth(String user) {
    return RadiusCall.access(client).with("User-Name", user);
  }

  /**
   * Sends an accounting record.
   *
   * @param status status type of the record; not null
   * @param sessionId common id of a session's records, such as the Call-ID; not null
   */
  public RadiusCall acct(Acct status, String sessionId) {
    return RadiusCall.accounting(client, status.value()).with("Acct-Session-Id", sessionId);
  }

  /** Returns the number of requests in flight. */
  public int inFlight() {
    return client.limit().inFlight();
  }
}
