package org.sipasync.sip.locate;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;
import org.sipasync.sip.locate.Resolver.Naptr;
import org.sipasync.sip.locate.Resolver.Srv;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.ClientUris;
import org.sipasync.sip.transport.Transport;
import org.sipasync.support.LimitedLog;

/**
 * Finds the servers of a SIP URI (RFC 3263 4.1 and 4.2).
 *
 * <pre>
 *   WebSocket client --------------------------------------------&gt; its host, not looked up
 *   numeric host ------------------------------------------&gt; port or 5060, 5061 for TLS
 *   name with port ----------------------------&gt; addresses --&gt; port
 *   name with transport --&gt; SRV ---(none)------&gt; addresses --&gt; 5060, 5061
 *   name --&gt; NAPTR --&gt; SRV of each service         ^
 *              | none                              |
 *              +--&gt; SRV of UDP and TCP ---(none)---+ by UDP; of TLS only, for sips
 * </pre>
 *
 * <p>Addresses of TLS servers carry the name of the URI's host, which they have to prove (RFC
 * 5922). For the loop's thread only.
 */
public final class Locator {
  private static final LimitedLog LOG = new LimitedLog(System.getLogger(Locator.class.getName()));

  /** Records followed per look-up. */
  private static final int MAX_RECORDS = 8;

  private static final int MAX_TARGETS = 16;

  private static final List<Transport> PLAIN = List.of(Transport.UDP, Transport.TCP);
  private static final List<Transport> SECURE = List.of(Transport.TLS);

  private final EventLoop loop;
  private final Resolver resolver;
  private final Duration deadline;

  /**
   * Creates a locator.
   *
   * @param deadline for all look-ups of one URI in total
   */
  public Locator(EventLoop loop, Resolver resolver, Duration deadline) {
    this.loop = loop;
    this.resolver = resolver;
    this.deadline = deadline;
  }

  /**
   * Finds the targets of a URI in the order to try them. If none are found in time, logs it and
   * passes an empty list.
   *
   * @param onFound runs once, on the loop's thread; for a numeric host before this method returns
   */
  public void locate(SipUri uri, Consumer<List<Target>> onFound) {
    CompletableFuture<List<Target>> search = search(uri);
    if (search.isDone()) {
      onFound.accept(found(uri, search));
      return;
    }
    TimerQueue.Timer timer =
        loop.timerAfter(loop.now(), deadline, () -> search.complete(List.of()));
    search.whenComplete(
        (targets, failure) -> {
          loop.cancel(timer);
          onFound.accept(found(uri, search));
        });
  }

  private static List<Target> found(SipUri uri, CompletableFuture<List<Target>> search) {
    List<Target> targets =
        (search.isCompletedExceptionally() ? List.<Target>of() : search.join())
            .stream().limit(MAX_TARGETS).map(target -> named(target, host(uri))).toList();
    if (targets.isEmpty()) {
      LOG.log(Level.WARNING, "nothing found", "Found no server for " + uri + "; check its DNS");
    }
    return targets;
  }

  private static Target named(Target target, String host) {
    InetSocketAddress address = target.address();
    if (target.transport() != Transport.TLS || NumericHost.parse(host) != null) {
      return target;
    }
    try {
      InetAddress named = InetAddress.getByAddress(host, address.getAddress().getAddress());
      return new Target(Transport.TLS, new InetSocketAddress(named, address.getPort()));
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has 4 or 16 bytes", e);
    }
  }

  private static String host(SipUri uri) {
    String maddr = uri.parameter("maddr");
    return maddr == null || maddr.isEmpty() ? uri.host() : maddr;
  }

  private CompletableFuture<List<Target>> search(SipUri uri) {
    if (ClientUris.isClient(uri)) {
      Transport any = uri.secure() ? Transport.WSS : Transport.WS;
      return done(List.of(new Target(any, ClientUris.host(uri))));
    }
    String host = host(uri);
    String name = uri.parameter("transport");
    Transport explicit = name == null ? null : supported(name, uri.secure());
    if (name != null && explicit == null) {
      LOG.log(Level.WARNING, "transport", "Cannot reach " + uri + ": no transport for it");
      return CompletableFuture.completedFuture(List.of());
    }
    Transport fallback = uri.secure() ? Transport.TLS : Transport.UDP;
    Transport transport = explicit == null ? fallback : explicit;
    int port = uri.port() < 0 ? transport.defaultPort() : uri.port();
    InetAddress numeric = NumericHost.parse(host);
    if (numeric != null) {
      Target target = new Target(transport, new InetSocketAddress(numeric, port));
      return CompletableFuture.completedFuture(List.of(target));
    }
    if (uri.port() >= 0) {
      return byAddress(transport, host, port);
    }
    CompletableFuture<List<Target>> services =
        explicit == null ? byNaptr(host, uri.secure()) : bySrv(explicit, srvName(explicit, host));
    return services.thenCompose(
        targets -> targets == null ? byAddress(transport, host, port) : done(targets));
  }

  private static <T> CompletableFuture<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }

  /** Returns the transport of a parameter; TLS for TCP of a sips URI; null if there is none. */
  private static Transport supported(String name, boolean isSecure) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "udp" -> isSecure ? null : Transport.UDP;
      case "tcp" -> isSecure ? Transport.TLS : Transport.TCP;
      case "tls" -> Transport.TLS;
      default -> null;
    };
  }

  private static String srvName(Transport transport, String host) {
    return switch (transport) {
          case UDP -> "_sip._udp.";
          case TCP -> "_sip._tcp.";
          case TLS -> "_sips._tcp.";
          case WS, WSS -> throw new IllegalArgumentException("clients have no services");
        }
        + host;
  }

  /** Finds targets by NAPTR, else by SRV of each transport; null if the domain has neither. */
  private CompletableFuture<List<Target>> byNaptr(String domain, boolean isSecure) {
    return records(resolver.naptr(domain))
        .thenCompose(
            records -> {
              List<Naptr> services =
                  records.stream()
                      .filter(naptr -> naptr.flags().equalsIgnoreCase("s"))
                      .filter(naptr -> transport(naptr.service(), isSecure) != null)
                      .limit(MAX_RECORDS)
                      .toList();
              List<CompletableFuture<List<Target>>> found = new ArrayList<>();
              for (Naptr naptr : services) {
                found.add(bySrv(transport(naptr.service(), isSecure), naptr.replacement()));
              }
              if (services.isEmpty()) {
                for (Transport transport : isSecure ? SECURE : PLAIN) {
                  found.add(bySrv(transport, srvName(transport, domain)));
                }
              }
              return concat(found);
            });
  }

  /** Returns the transport of a service; sips goes by TLS only, sip by whatever is offered. */
  private static Transport transport(String service, boolean isSecure) {
    return switch (service.toUpperCase(Locale.ROOT)) {
      case "SIP+D2U" -> isSecure ? null : Transport.UDP;
      case "SIP+D2T" -> isSecure ? null : Transport.TCP;
      case "SIPS+D2T" -> Transport.TLS;
      default -> null;
    };
  }

  /** Finds targets by SRV; null if there are no records. */
  private CompletableFuture<List<Target>> bySrv(Transport transport, String name) {
    return records(resolver.srv(name))
        .thenCompose(
            records -> {
              List<CompletableFuture<List<Target>>> found = new ArrayList<>();
              for (Srv srv : records) {
                if (!srv.target().equals(".") && found.size() < MAX_RECORDS) {
                  found.add(byAddress(transport, srv.target(), srv.port()));
                }
              }
              boolean unavailable = found.isEmpty() && !records.isEmpty();
              return unavailable ? done(List.<Target>of()) : concat(found);
            });
  }

  private CompletableFuture<List<Target>> byAddress(Transport transport, String host, int port) {
    return records(resolver.addresses(host))
        .thenApply(
            addresses ->
                addresses.stream()
                    .limit(MAX_RECORDS)
                    .map(ip -> new Target(transport, new InetSocketAddress(ip, port)))
                    .toList());
  }

  /** Joins lists in order; null if all are null. */
  private static CompletableFuture<List<Target>> concat(
      List<CompletableFuture<List<Target>>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              List<Target> targets = new ArrayList<>();
              boolean none = true;
              for (CompletableFuture<List<Target>> part : parts) {
                if (part.join() != null) {
                  none = false;
                  targets.addAll(part.join());
                }
              }
              return none ? null : targets;
            });
  }

  /**
   * Passes on the records of a look-up, on the loop's thread. A failed look-up counts as no
   * records: the next step may still find something.
   */
  private <T> CompletableFuture<List<T>> records(CompletionStage<List<T>> lookUp) {
    return lookUp
        .handleAsync((records, failure) -> failure == null ? records : List.<T>of(), loop::execute)
        .toCompletableFuture();
  }
}
