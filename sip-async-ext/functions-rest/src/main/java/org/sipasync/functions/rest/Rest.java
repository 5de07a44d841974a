package org.sipasync.functions.rest;

import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.functions.dns.HostResolver;

/**
 * HTTP requests (rule F3), after OpenSIPS's {@code rest_get}, {@code rest_post}, {@code rest_put}.
 * Thread-safe; no method blocks; nothing is connected before the first call. Applications have it
 * injected.
 *
 * <pre>{@code
 * @Inject Rest rest;
 *
 * async.call(rest.get(Url.of("http://crm.example/users/{user}").with("user", user))
 *                .into("profile").statusInto("status"))
 *      .deadline(Duration.ofMillis(800))
 *      .resume("route");
 * }</pre>
 *
 * <p>Return codes: {@link ReturnCodes#OK} when the server answered, <em>whatever its status</em>;
 * {@link ReturnCodes#ERROR} when the host is unknown, refuses the connection, is not trusted,
 * breaks off, or its answer is too long or none of HTTP; {@link ReturnCodes#CONNECT_TIMEOUT} when
 * lookup, connection or TLS take too long; {@link ReturnCodes#DEADLINE} when the transfer does;
 * {@link ReturnCodes#SHED} over {@code sip.async.rest.max-per-host} or {@code max-in-flight}.
 *
 * <p>Redirects are not followed, cookies not kept, failed requests not repeated (but for one whose
 * kept connection was closed before anything was sent), bodies not decompressed, proxies not used.
 *
 * <p>Link-local addresses, the metadata services of clouds, groups and {@code 0.0.0.0} are not
 * called unless their host is in {@code sip.async.rest.allowed-hosts}.
 */
public final class Rest implements AutoCloseable {
  private final RestClient client;
  private final Runnable alsoClose;

  private Rest(RestSettings settings, HostResolver resolver, Runnable alsoClose) {
    this.client = new RestClient(settings, resolver);
    this.alsoClose = alsoClose;
  }

  /**
   * Sets it up, with a DNS client of its own.
   *
   * @throws org.sipasync.SipAsyncException if the trust store cannot be read
   */
  public static Rest of(RestSettings settings) {
    Dns dns = Dns.of(DnsSettings.defaults());
    return new Rest(settings, dns.resolver(), dns::close);
  }

  /**
   * Sets it up.
   *
   * @param resolver finds hosts; is not closed with this; not null
   * @throws org.sipasync.SipAsyncException if the trust store cannot be read
   */
  public static Rest of(RestSettings settings, HostResolver resolver) {
    return new Rest(settings, resolver, () -> {});
  }

  /** GET of an address that the application's author has written; not null. */
  public HttpCall get(String url) {
    return get(Url.of(url));
  }

  /** GET; not null. */
  public HttpCall get(Url url) {
    return call("GET", url);
  }

  /** POST to an address that the application's author has written; not null. */
  public HttpCall post(String url) {
    return post(Url.of(url));
  }

  /** POST; not null. */
  public HttpCall post(Url url) {
    return call("POST", url);
  }

  /** PUT to an address that the application's author has written; not null. */
  public HttpCall put(String url) {
    return put(Url.of(url));
  }

  /** PUT; not null. */
  public HttpCall put(Url url) {
    return call("PUT", url);
  }

  /** DELETE of an address that the application's author has written; not null. */
  public HttpCall delete(String url) {
    return delete(Url.of(url));
  }

  /** DELETE; not null. */
  public HttpCall delete(Url url) {
    return call("DELETE", url);
  }

  private HttpCall call(String method, Url url) {
    HttpTarget target = url.target();
    if (!client.settings().allowedHosts().isEmpty()) {
      checkAllowed(target);
    }
    return new HttpCall(client, method, target);
  }

  /**
   * An address whose very host comes from SIP, as in a header: only hosts in {@code
   * sip.async.rest.allowed-hosts} are possible; none when that is empty.
   *
   * @param url not null
   * @throws IllegalArgumentException if it is no address or its host is not in the list
   */
  public Url fromSip(String url) {
    Url checked = Url.of(url);
    checkAllowed(checked.target());
    return checked;
  }

  private void checkAllowed(HttpTarget target) {
    if (!target.isIn(client.settings().allowedHosts())) {
      throw new IllegalArgumentException(
          target.destination() + " is not in sip.async.rest.allowed-hosts");
    }
  }

  /** Calls under way. */
  public int inFlight() {
    return client.inFlight();
  }

  /** Hosts whose addresses are held, for tests. */
  int hostsNoted() {
    return client.found().size();
  }

  /** Places of the pool that are taken, for tests. */
  int leased() {
    return client.leased();
  }

  /** Ends the threads and closes all connections; calls under way fail. */
  @Override
  public void close() {
    client.close();
    alsoClose.run();
  }
}
