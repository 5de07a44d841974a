package org.sipasync.payara.own;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.sipasync.container.dispatch.LoopGroup;
import org.sipasync.container.dispatch.Services;
import org.sipasync.container.dispatch.UserAgentCore;
import org.sipasync.container.session.Lanes;
import org.sipasync.container.session.LoopTimers;
import org.sipasync.container.session.SpreadTimers;
import org.sipasync.container.session.Timers;
import org.sipasync.loop.EventLoop;
import org.sipasync.payara.server.ContainerThreads;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Locator;
import org.sipasync.sip.locate.Resolver;
import org.sipasync.sip.trace.Traces;
import org.sipasync.sip.transaction.TimerValues;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transaction.TransactionUser;
import org.sipasync.sip.transport.ConnectionLimits;
import org.sipasync.sip.transport.ConnectionTimes;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.SipTransports;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportLimits;
import org.sipasync.sip.transport.Transports;
import org.sipasync.sip.transport.WebSockets;

/**
 * The SIP loops of the server ({@code sip.loops}). The first one reads and writes; each has the
 * transactions and timers of its share of the Call-IDs, and an equal part of all bounds on them.
 */
final class SipLoops implements AutoCloseable {
  /** Of all look-ups for one request. */
  static final Duration LOOK_UP_DEADLINE = Duration.ofSeconds(5);

  /** A loop that has not shown itself for so long is blocked: it does so once a second. */
  private static final Duration MAX_SILENCE = Duration.ofSeconds(5);

  /** Messages of server transactions have this part of the heap at most. */
  private static final int HEAP_PART = 4;

  /** Part of the longest wait that is the longest in a socket: of 1 s, less than T1. */
  private static final int BACKLOG_PART = 4;

  private final SipSettings settings;
  private final ContainerThreads threads;
  private final List<EventLoop> loops = new ArrayList<>();
  private final List<LoopDriver> drivers = new ArrayList<>();
  private final List<Doorkeeper> doors = new ArrayList<>();
  private final LoopGroup group;
  private final DialogRelay relay;
  private final LostCallFilter filter;
  private final SipTransports transports;
  private final TlsIdentities identities;
  private final Traces traces;
  private final WebSockets webSockets;

  /**
   * Creates loops that do not run yet.
   *
   * @param pool runs leaders
   * @param threads run the handlers that leaders do not run
   * @throws org.sipasync.SipAsyncException SIPA-0112 if TLS cannot be set up
   */
  SipLoops(SipSettings settings, Executor pool, ContainerThreads threads) {
    this.settings = settings;
    this.threads = threads;
    this.identities = TlsIdentities.of(settings.tls());
    for (int i = 0; i < settings.loops(); i++) {
      EventLoop loop = new EventLoop(System::nanoTime);
      loops.add(loop);
      drivers.add(new LoopDriver(loop, settings.inline(), pool, threads));
    }
    group = new LoopGroup(loops.get(0));
    relay = new DialogRelay(group, loops.get(0)::execute);
    filter = new LostCallFilter(relay);
    transports = new SipTransports(loops.get(0), limits(settings), filter);
    relay.transports(transports);
    traces = new Traces(settings.trace(), loops.get(0)::execute, transports::tap);
    webSockets = transports.acceptWebSockets(settings.webSocket().limits());
  }

  private static TransportLimits limits(SipSettings settings) {
    ConnectionLimits connections =
        TransportLimits.DEFAULTS
            .connections()
            .withMax(settings.maxConnections(), settings.maxConnectionsPerAddress());
    ConnectionTimes times = connections.times().withKeepAlive(settings.keepAlive());
    return TransportLimits.DEFAULTS
        .with(connections.with(times))
        .withMaxBacklog(settings.maxWait().dividedBy(BACKLOG_PART));
  }

  /** Timers of all loops. */
  Timers timers() {
    return new SpreadTimers(
        loops.stream()
            .<Timers>map(loop -> new LoopTimers(loop, System::currentTimeMillis))
            .toList());
  }

  /** Lanes for all loops; with leaders there is one loop only. */
  Lanes lanes(Executor threads) {
    return drivers.get(0).lanes(threads);
  }

  /** Gives each loop its user agent core; once, before {@link #start}. */
  void serve(Services services, Resolver resolver, ListenAddresses addresses) {
    Transports chosen = chosen(addresses);
    for (EventLoop loop : loops) {
      Hops hops = Hops.of(new Locator(loop, resolver, LOOK_UP_DEADLINE), chosen);
      group.add(loop, services, hops, user -> transactions(loop, user, services, addresses));
    }
  }

  /** The transports, by whose sockets applications choose what these show. */
  private Transports chosen(ListenAddresses addresses) {
    return new Transports() {
      @Override
      public Flow flowTo(Transport transport, InetSocketAddress peer, InetSocketAddress from) {
        InetSocketAddress socket = from == null ? null : addresses.socket(transport, from);
        return transports.flowTo(transport, peer, socket);
      }

      @Override
      public Flow flow(FlowId id) {
        return transports.flow(id);
      }
    };
  }

  private TransactionLayer transactions(
      EventLoop loop, TransactionUser user, Services services, ListenAddresses addresses) {
    TransactionSettings bounds = transactionSettings(settings).withSentBy(addresses::sentBy);
    Lanes lanes = services.sessions().lanes();
    Doorkeeper door =
        new Doorkeeper(
            user,
            lanes,
            settings.queue(),
            bounds.maxTransactions(),
            threads::waitNanos,
            new AdmittedShare(settings.maxWait(), loop::now));
    doors.add(door);
    return new TransactionLayer(loop, door, bounds, services.random());
  }

  /** Settings of the transactions of one loop. */
  static TransactionSettings transactionSettings(SipSettings settings) {
    TransactionSettings all = TransactionSettings.DEFAULT;
    int loops = settings.loops();
    long bytes = Math.min(all.maxBytes(), Runtime.getRuntime().maxMemory() / HEAP_PART);
    return all.withBounds(share(settings.maxTransactions(), loops), bytes / loops)
        .withClientBounds(share(all.maxClientTransactions(), loops), all.maxClientBytes() / loops)
        .withTimers(TimerValues.DEFAULT.withProceeding(settings.maxRinging()));
  }

  private static int share(int bound, int loops) {
    return Math.max(1, bound / loops);
  }

  /**
   * Opens a listen point; before {@link #start}.
   *
   * @throws IOException if it is taken
   */
  void listen(ListenPoint point) throws IOException {
    InetSocketAddress address = new InetSocketAddress(point.host(), point.port());
    if (point.isTls()) {
      transports.listen(identities.of(point), address);
    } else {
      transports.listen(Transport.valueOf(point.transport().toUpperCase(Locale.ROOT)), address);
    }
  }

  WebSockets webSockets() {
    return webSockets;
  }

  /** Sets the cluster, without which new requests are refused when it says so. Thread-safe. */
  void survival(Survival survival) {
    filter.survival(survival);
    relay.directory(survival);
    doors.forEach(door -> door.survival(survival));
  }

  void start() {
    identities.watchFiles();
    drivers.forEach(LoopDriver::start);
  }

  /** Enqueues a task for the loop that receives. Thread-safe. */
  void onTransports(Runnable task) {
    loops.get(0).execute(task);
  }

  /** Core of the loop that a Call-ID belongs to. Thread-safe. */
  UserAgentCore core(String callId) {
    return group.core(callId);
  }

  /** Refuses new initial requests, or takes them again. Thread-safe. */
  void refuseNew(boolean refuse) {
    doors.forEach(door -> door.refuseNew(refuse));
  }

  /** Number of requests refused. Thread-safe. */
  long refused() {
    return doors.stream().mapToLong(Doorkeeper::refused).sum() + threads.tooLate();
  }

  /** Number of handlers that run on loops. Thread-safe. */
  int busy() {
    return drivers.stream().mapToInt(LoopDriver::busy).sum();
  }

  /** True if no loop is blocked. Thread-safe. */
  boolean turn() {
    return loops.stream().allMatch(loop -> loop.sinceHeartbeat().compareTo(MAX_SILENCE) < 0);
  }

  /** Returns what observes the messages on the wire. Thread-safe. */
  Traces traces() {
    return traces;
  }

  @Override
  public void close() {
    identities.close();
    loops.get(0).execute(transports::close);
    drivers.forEach(LoopDriver::close);
    traces.close();
  }
}
