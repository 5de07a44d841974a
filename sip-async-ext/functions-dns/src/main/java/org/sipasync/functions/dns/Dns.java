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
 * Lookups in the DNS (rule F3), with a cache and one thread of its own. Thread-safe; no method
 * blocks; nothing is sent before the first lookup. Applications have it injected.
 *
 * <pre>{@code
 * @Inject Dns dns;
 *
 * async.call(dns.enumLookup("+442079460148").service("sip").into("uris"))
 *      .deadline(Duration.ofMillis(800))
 *      .resume("found");
 * }</pre>
 *
 * <p>Return codes: {@link ReturnCodes#OK}; {@link ReturnCodes#ERROR} when the servers fail, refuse,
 * cannot be reached or answer nonsense; {@link #NOTHING_FOUND}; {@link ReturnCodes#DEADLINE} also
 * when no server answered in all tries; {@link ReturnCodes#SHED} over {@code
 * sip.async.dns.max-in-flight}.
 *
 * <p>Names and numbers are checked when the function is made: an {@link IllegalArgumentException}
 * tells what is wrong with them. Names are complete, with or without a last dot: no search domain
 * is added.
 *
 * <p>The functions hold their {@code Dns} and are therefore not serialisable: a stored suspension
 * (rule A14) only names them.
 */
public final class Dns implements AutoCloseable {
  /** The name does not exist, or has no such records. */
  public static final int NOTHING_FOUND = ReturnCodes.NOTHING_FOUND;

  private final Client client;
  private final Resolver resolver;

  private Dns(DnsSettings settings) {
    client = new Client(settings);
    resolver =
        (host, within) -> {
          Optional<InetAddress> literal = Names.literal(host);
          if (literal.isPresent()) {
            return CompletableFuture.completedFuture(List.of(literal.get()));
          }
          try {
            return AddressLookup.begin(
                client, Names.name(host), List.of(Type.A, Type.AAAA), within);
          } catch (IllegalArgumentException bad) {
            return CompletableFuture.failedFuture(bad);
          }
        };
  }

  /** Sets it up; not null. */
  public static Dns of(DnsSettings settings) {
    return new Dns(settings);
  }

  /**
   * The IPv4 addresses of a host; the value is a {@code List<InetAddress>}. The hosts file comes
   * first. An address as text is its own answer.
   */
  public AsyncFunction a(String name) {
    return addresses("dns_a", name, Type.A);
  }

  /** The IPv6 addresses of a host, as {@link #a}. */
  public AsyncFunction aaaa(String name) {
    return addresses("dns_aaaa", name, Type.AAAA);
  }

  private AsyncFunction addresses(String function, String name, int type) {
    Optional<InetAddress> literal = Names.literal(name);
    if (literal.isEmpty()) {
      return new HostLookup(function, client, Names.name(name), type);
    }
    if (literal.get() instanceof Inet4Address != (type == Type.A)) {
      throw new IllegalArgumentException(name + " is an address of the other kind");
    }
    return new HostKnown(function, literal.get());
  }

  /**
   * Where a service is to be had; the value is a {@code List<Srv>} in the order in which to try
   * (RFC 2782): by priority, and by lot according to the weights.
   *
   * @param name such as {@code _sip._udp.example.com}; not null
   */
  public AsyncFunction srv(String name) {
    return new RecordLookup("dns_srv", client, Names.name(name), Type.SRV, Records::srvs);
  }

  /** The rules of a name; the value is a {@code List<Naptr>} by order and preference. */
  public AsyncFunction naptr(String name) {
    return new RecordLookup("dns_naptr", client, Names.name(name), Type.NAPTR, Records::naptrs);
  }

  /**
   * What a telephone number is in ENUM, in the zone of {@code sip.async.dns.enum-zone}; the value
   * is a {@code List<URI>}.
   *
   * @param e164 1 to 15 digits, perhaps after a plus; anything else is refused; not null
   */
  public EnumLookup enumLookup(String e164) {
    return enumLookup(e164, client.settings().enumZone());
  }

  /**
   * What a telephone number is in ENUM.
   *
   * @param e164 1 to 15 digits, perhaps after a plus; anything else is refused; not null
   * @param zone such as {@code e164.arpa}; not null
   */
  public EnumLookup enumLookup(String e164, String zone) {
    E164 number = E164.of(e164);
    number.name(zone);
    return new EnumLookup(client, number, zone, "");
  }

  /** The resolver that shares thread, cache and bounds with this; usable until it is closed. */
  public Resolver resolver() {
    return resolver;
  }

  /** Finds SRV and NAPTR records; shares thread, cache and bounds with this. */
  public RecordResolver records() {
    return new ClientRecords(client);
  }

  /** Lookups under way, each one question and its aliases. */
  public int inFlight() {
    return client.inFlight();
  }

  /** Ends the thread; lookups under way fail. */
  @Override
  public void close() {
    client.close();
  }

  /** Looks in the hosts file, then in the DNS. */
  private record HostLookup(String name, Client client, Name host, int type)
      implements AsyncFunction {
    @Override
    public Started start(Operation operation) {
      CompletableFuture<List<InetAddress>> found =
          AddressLookup.begin(client, host, List.of(type), null);
      return new Started.OnCompletion(
          found.handle((addresses, failure) -> Failures.result(host, addresses, failure)),
          () -> found.cancel(false));
    }

    @Override
    public String toString() {
      return name + "(" + Names.text(host) + ")";
    }
  }

  /** Needs no lookup. */
  private record HostKnown(String name, InetAddress address) implements AsyncFunction {
    @Override
    public Started start(Operation operation) {
      return new Started.Done(Result.ok(List.of(address)));
    }
  }
}
