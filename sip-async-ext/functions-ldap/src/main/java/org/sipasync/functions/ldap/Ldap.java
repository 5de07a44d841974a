package org.sipasync.functions.ldap;

import java.util.Objects;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.HostResolver;

/**
 * LDAP searches as functions: OpenSIPS's {@code ldap_search}, without its blocking connect and
 * bind.
 *
 * <p>A few shared connections carry all searches. Each has its own thread, which connects on demand
 * and reconnects. Searches waiting for a connection that cannot be made fail together. An aborted
 * search is abandoned on the server.
 *
 * <pre>{@code
 * async.call(ldap.search("ou=people,dc=example,dc=com", "(&(objectClass=person)(uid=?))", uid)
 *          .attribute("mail", "target"))
 *      .deadline(ofMillis(500))
 *      .resume("routed");
 * }</pre>
 *
 * <p>Return codes: the number of entries, as in OpenSIPS; -1 error, with the cause; -2 connection
 * timeout; -3 deadline; -4 limit of searches reached; -9 {@link #NOTHING_FOUND}.
 *
 * <p>Thread-safe and non-blocking.
 */
public final class Ldap implements AutoCloseable {
  /** Return code for no entries, or an unknown base. */
  public static final int NOTHING_FOUND = ReturnCodes.NOTHING_FOUND;

  private final LdapClient client;

  private Ldap(LdapClient client) {
    this.client = client;
  }

  /**
   * Creates a client; does not connect yet.
   *
   * @param resolver resolves the directory's host; not null
   */
  public static Ldap of(LdapSettings settings, HostResolver resolver) {
    Objects.requireNonNull(resolver, "resolver");
    return new Ldap(new LdapClient(Objects.requireNonNull(settings, "settings"), resolver));
  }

  /**
   * Searches entries below a base. The value is a {@code List<LdapEntry>}.
   *
   * <p>Each {@code ?} in base and filter stands for a value, in order; values are escaped (RFC
   * 4514, RFC 4515), so they cannot change the syntax. Base and filter are constants of the
   * application.
   *
   * @param base such as {@code ou=people,dc=example,dc=com}; not null
   * @param filter such as {@code (uid=?)}; not null
   * @param values one per {@code ?}; not null
   * @throws IllegalArgumentException if base or filter are invalid, or the number of values differs
   */
  public LdapSearch search(String base, String filter, Object... values) {
    return LdapSearch.of(client, base, filter, values);
  }

  /** Returns the number of searches in flight. */
  public int inFlight() {
    return client.inFlight();
  }

  /** Closes the connections and their threads; searches in flight fail. */
  @Override
  public void close() {
    client.close();
  }
}
