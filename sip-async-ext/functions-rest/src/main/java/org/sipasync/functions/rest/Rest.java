package org.sipasync.functions.rest;

import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.functions.dns.HostResolver;

/**
 * HTTP requests (rule F3), after OpenSIPS's {@code rest_get}, {@code rest_post}, {@code rest_put}.
 * Thread-safe and non-blocking; connects nowhere before the first call. Injected into applications.
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
 * <p>Return codes: {@link ReturnCodes#OK} for any response, <em>whatever its status</em>; {@link
 * ReturnCodes#ERROR} if the host is unknown, the connection is refused, untrusted or broken, or the
 * response is too long or not HTTP; {@link ReturnCodes#CONNECT_TIMEOUT} if lookup, connection or
 * TLS time out; {@link ReturnCodes#DEADLINE} if the transfer does; {@link ReturnCodes#SHED} beyond
 * {@code sip.async.rest.max-per-host} or {@code max-in-flight}.
 *
 * <p>Redirects are not followed, cookies not kept, bodies not decompressed, proxies not used.
 * Failed requests are retried only if a kept connection failed before any of the response arrived
 * and the retry is safe.
 *
 * <p>Link-local addresses, cloud metadata services, multicast and {@code 0.0.0.0} are not called
 * unless their host is in {@code sip.async.rest.allowed-hosts}.
 */
public final class Rest implements AutoCloseable {
  private final RestClient client;
  private final Runnable alsoClose;

  private Rest(RestSettings settings, HostResolver resolver, Runnable alsoClose) {
    this.client = new RestClient(settings, resolver);
    this.alsoClose = alsoClose;
  }

  /**
   * Creates a client with its own DNS client.
   *
   * @throws org.sipasync.SipAsyncException if the trust store cannot be read
   */
  public static Rest of(RestSettings settings) {
    Dns dns = Dns.of(DnsSettings.defaults());
    return new Rest(settings, dns.resolver(), dns::close);
  }

  /**
   * Creates a client.
   *
   * @param resolver resolves hosts; not closed with this; not null
   * @throws org.sipasync.SipAsyncException if the trust store cannot be read
   */
  public static Rest of(RestSettings settings, HostResolver resolver) {
    return new Rest(settings, resolver, () -> {});
  }

  /** Creates a GET of a constant URL; not null. */
  public HttpCall get(String url) {
    return get(Url.of(url));
  }

  /** Creates a GET; not null. */
  public HttpCall get(Url url) {
    return call("GET", url);
  }

  /** Creates a POST to a constant URL; not null. */
  public HttpCall post(String url) {
    return post(Url.of(url));
  }

  /** Creates a POST; not null. */
  public HttpCall post(Url url) {
    return call("POST", url);
  }

  /** Creates a PUT to a constant URL; not null. */
  public HttpCall put(String url) {
    return put(Url.of(url));
  }

  /** Creates a PUT; not null. */
  public HttpCall put(Url url) {
    return call("PUT", url);
  }

  /** Creates a DELETE of a constant URL; not null. */
  public HttpCall delete(String url) {
    return delete(Url.of(url));
  }

  /** Creates a DELETE; not null. */
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
   * Parses a URL whose host comes from SIP, as in a header: only hosts in {@code
   * sip.async.rest.allowed-hosts} are accepted; none if that is empty.
   *
   * @param url not null
   * @throws IllegalArgumentException if it is not a URL or its host is not in the list
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

  /** Returns the number of calls in flight. */
  public int inFlight() {
    return client.inFlight();
  }

  /** Returns the number of hosts with addresses, for tests. */
  int hostsNoted() {
    return client.hostsNoted();
  }

  /** Returns the number of leased connections, for tests. */
  int leased() {
    return client.leased();
  }

  /** Stops the threads and closes all connections; calls in flight fail. */
  @Override
  public void close() {
    client.close();
    alsoClose.run();
  }
}
