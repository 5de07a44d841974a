package org.sipasync.functions.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * DNS lookups (rule F3), with a cache and one dedicated thread. Thread-safe and non-blocking; sends
 * nothing before the first lookup. Injected into applications.
 *
 * <pre>{@code
 * @Inject Dns dns;
 *
 * async.call(dns.enumLookup("+442079460148").service("sip").into("uris"))
 *      .deadline(Duration.ofMillis(800))
 *      .resume("found");
 * }</pre>
 *
 * <p>Return codes: {@link ReturnCodes#OK}; {@link ReturnCodes#ERROR} if the servers fail, refuse,
 * are unreachable or answer garbage; {@link #NOTHING_FOUND}; {@link ReturnCodes#DEADLINE}, also if
 * no server answered any try; {@link ReturnCodes#SHED} beyond {@code sip.async.dns.max-in-flight}.
 *
 * <p>Names and numbers are validated when the function is created; an {@link
 * IllegalArgumentException} names the error. Names are absolute, with or without a trailing dot: no
 * search domain is added.
 *
 * <p>The functions reference their {@code Dns} and are therefore not serialisable: a stored
 * suspension (rule A14) keeps only their names.
 */
public final class Dns implements AutoCloseable {
  /** Return code for unknown names, and names without such records. */
  public static final int NOTHING_FOUND = ReturnCodes.NOTHING_FOUND;

  private final DnsClient client;
  private final HostResolver resolver;

  private Dns(DnsSettings settings) {
    client = new DnsClient(settings);
    resolver =
        (host, within) -> {
          Optional<InetAddress> literal = DnsNames.literal(host);
          if (literal.isPresent()) {
            return CompletableFuture.completedFuture(List.of(literal.get()));
          }
          try {
            return AddressLookup.begin(
                client, DnsNames.name(host), List.of(Type.A, Type.AAAA), within);
          } catch (IllegalArgumentException bad) {
            return CompletableFuture.failedFuture(bad);
          }
        };
  }

  /** Creates a client; not null. */
  public static Dns of(DnsSettings settings) {
    return new Dns(settings);
  }

  /**
   * Looks up the IPv4 addresses of a host; the value is a {@code List<InetAddress>}. The hosts file
   * takes precedence. A literal address is its own answer.
   */
  public AsyncFunction a(String name) {
    return addresses("dns_a", name, Type.A);
  }

  /** Looks up the IPv6 addresses of a host, as {@link #a}. */
  public AsyncFunction aaaa(String name) {
    return addresses("dns_aaaa", name, Type.AAAA);
  }

  private AsyncFunction addresses(String function, String name, int type) {
    Optional<InetAddress> literal = DnsNames.literal(name);
    if (literal.isEmpty()) {
      return new HostLookup(function, client, DnsNames.name(name), type);
    }
    if (literal.get() instanceof Inet4Address != (type == Type.A)) {
      throw new IllegalArgumentException(name + " is an address of the other family");
    }
    return new HostKnown(function, literal.get());
  }

  /**
   * Looks up the servers of a service; the value is a {@code List<Srv>} in the order to try (RFC
   * 2782): by priority, then randomly by weight.
   *
   * @param name such as {@code _sip._udp.example.com}; not null
   */
  public AsyncFunction srv(String name) {
    return new RecordLookup("dns_srv", client, DnsNames.name(name), Type.SRV, Records::srvs);
  }

  /** Looks up the rules of a name; the value is a {@code List<Naptr>} by order and preference. */
  public AsyncFunction naptr(String name) {
    return new RecordLookup("dns_naptr", client, DnsNames.name(name), Type.NAPTR, Records::naptrs);
  }

  /**
   * Looks up a telephone number in ENUM, in the zone of {@code sip.async.dns.enum-zone}; the value
   * is a {@code List<URI>}.
   *
   * @param e164 1 to 15 digits after an optional plus; not null
   */
  public EnumLookup enumLookup(String e164) {
    return enumLookup(e164, client.settings().enumZone());
  }

  /**
   * Looks up a telephone number in ENUM.
   *
   * @param e164 1 to 15 digits after an optional plus; not null
   * @param zone such as {@code e164.arpa}; not null
   */
  public EnumLookup enumLookup(String e164, String zone) {
    E164 number = E164.of(e164);
    number.name(zone);
    return new EnumLookup(client, number, zone, "");
  }

  /**
   * Returns a resolver that shares thread, cache and limits with this; usable until this is closed.
   */
  public HostResolver resolver() {
    return resolver;
  }

  /** Returns a resolver of SRV and NAPTR records that shares thread, cache and limits with this. */
  public RecordResolver records() {
    return new ClientRecords(client);
  }

  /** Returns the number of lookups in flight, each a query with its aliases. */
  public int inFlight() {
    return client.inFlight();
  }

  /** Stops the thread; lookups in flight fail. */
  @Override
  public void close() {
    client.close();
  }

  /** Lookup in the hosts file, then in the DNS. */
  private record HostLookup(String name, DnsClient client, Name host, int type)
      implements AsyncFunction {
    @Override
    public Started start(Operation operation) {
      CompletableFuture<List<InetAddress>> found =
          AddressLookup.begin(client, host, List.of(type), null);
      return new Started.OnCompletion(
          found.handle((addresses, failure) -> DnsFailures.result(host, addresses, failure)),
          () -> found.cancel(false));
    }

    @Override
    public String toString() {
      return name + "(" + DnsNames.text(host) + ")";
    }
  }

  /** A literal address, which needs no lookup. */
  private record HostKnown(String name, InetAddress address) implements AsyncFunction {
    @Override
    public Started start(Operation operation) {
      return new Started.Done(Result.ok(List.of(address)));
    }
  }
}
