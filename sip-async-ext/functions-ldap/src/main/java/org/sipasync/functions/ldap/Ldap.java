package org.sipasync.functions.ldap;

import java.util.Objects;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.HostResolver;

/**
 * LDAP searches as functions: OpenSIPS's {@code ldap_search}, without its blocking connect and
 * bind.
 *
 * <p>A few shared connections carry all searches at once. Each is made when it is needed, by a
 * thread of its own, and made anew when it was lost; what waits for a connection that cannot be
 * made fails with it. A search that is given up is abandoned at the server.
 *
 * <pre>{@code
 * async.call(ldap.search("ou=people,dc=example,dc=com", "(&(objectClass=person)(uid=?))", uid)
 *          .attribute("mail", "target"))
 *      .deadline(ofMillis(500))
 *      .resume("routed");
 * }</pre>
 *
 * <p>Return codes: above zero the number of entries, as OpenSIPS; -1 error, with the cause; {@link
 * #NOTHING_FOUND} -9; -2 no connection in time; -3 deadline; -4 too many in flight.
 *
 * <p>Safe for use by many threads; nothing blocks.
 */
public final class Ldap implements AutoCloseable {
  /** The search has no entries, or its base is not there. */
  public static final int NOTHING_FOUND = ReturnCodes.NOTHING_FOUND;

  private final LdapClient client;

  private Ldap(LdapClient client) {
    this.client = client;
  }

  /**
   * A directory; nothing is connected yet.
   *
   * @param resolver finds the directory's host; not null
   */
  public static Ldap of(LdapSettings settings, HostResolver resolver) {
    Objects.requireNonNull(resolver, "resolver");
    return new Ldap(new LdapClient(Objects.requireNonNull(settings, "settings"), resolver));
  }

  /**
   * Entries below a base. The value is a {@code List<LdapEntry>}.
   *
   * <p>A {@code ?} in the base or the filter stands for a value, in their order; it is escaped (RFC
   * 4514, RFC 4515), so that nothing in it is syntax. Base and filter are constants of the
   * application.
   *
   * @param base such as {@code ou=people,dc=example,dc=com}; not null
   * @param filter such as {@code (uid=?)}; not null
   * @param values one for each {@code ?}; none is null
   * @throws IllegalArgumentException if base or filter are none, or the values are too many or few
   */
  public LdapSearch search(String base, String filter, Object... values) {
    return LdapSearch.of(client, base, filter, values);
  }

  /** Searches under way. */
  public int inFlight() {
    return client.inFlight();
  }

  /** Ends the connections and their threads; searches under way fail. */
  @Override
  public void close() {
    client.close();
  }
}
