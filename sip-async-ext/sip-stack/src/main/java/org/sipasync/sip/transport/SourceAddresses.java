package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Addresses of this machine by peer, as its routing table chooses them. Asks the system once a
 * minute and peer, without sending anything; bounded. Thread-safe, and never blocks.
 */
public final class SourceAddresses {
  private static final int MAX_KNOWN = 1_000;
  private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

  /** Any port will do: nothing is sent. */
  private static final int DISCARD = 9;

  private final Map<InetAddress, Known> known = new ConcurrentHashMap<>();
  private final UnaryOperator<InetAddress> routes;
  private final LongSupplier clock;

  /** Answer of the system; the address is null if there is no route. */
  private record Known(InetAddress address, long until) {}

  /** Asks this machine's routing table. */
  public SourceAddresses() {
    this(SourceAddresses::route, System::nanoTime);
  }

  /**
   * Asks a table.
   *
   * @param routes source address by peer; null without a route
   * @param clock nanoseconds
   */
  SourceAddresses(UnaryOperator<InetAddress> routes, LongSupplier clock) {
    this.routes = routes;
    this.clock = clock;
  }

  /** Returns the address that packets to a peer leave from; null if there is no route to it. */
  public InetAddress towards(InetAddress peer) {
    long now = clock.getAsLong();
    Known found = known.get(peer);
    if (found == null || found.until - now <= 0) {
      found = new Known(routes.apply(peer), now + FRESH_NANOS);
      if (known.size() >= MAX_KNOWN) {
        known.clear();
      }
      known.put(peer, found);
    }
    return found.address;
  }

  private static InetAddress route(InetAddress peer) {
    boolean isIpv4 = peer instanceof Inet4Address;
    try (DatagramChannel channel =
        DatagramChannel.open(isIpv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6)) {
      channel.connect(new InetSocketAddress(peer, DISCARD));
      InetAddress local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
      return local.isAnyLocalAddress() ? null : local;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
