package org.sipasync.payara.own;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import org.sipasync.Problem;
import org.sipasync.container.dispatch.Services;
import org.sipasync.container.dispatch.UserAgentCore;
import org.sipasync.container.locate.DnsResolver;
import org.sipasync.container.routing.ApplicationSelection;
import org.sipasync.container.session.LoopTimers;
import org.sipasync.container.session.Sessions;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.loop.EventLoop;
import org.sipasync.payara.server.ContainerThreads;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.payara.server.PortCheck;
import org.sipasync.payara.server.SessionTimerSettings;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.server.StartUp;
import org.sipasync.sip.transaction.TimerValues;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transaction.TransactionUser;
import org.sipasync.sip.transport.ConnectionLimits;
import org.sipasync.sip.transport.ConnectionTimes;
import org.sipasync.sip.transport.SipTransports;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportLimits;
import org.sipasync.spi.ContainerStatus;

/**
 * The one SIP server of this process: an event loop with all listen points and transactions, the
 * threads that lead it, the container threads, and the applications.
 *
 * <pre>
 *   socket ─▶ loop: SipTransports ─▶ TransactionLayer ─▶ Doorkeeper ─▶ UserAgentCore
 *                                                                        │ lane of the Call-ID
 *   container thread, or the loop's (sip.inline):                        ▼
 *             Lane ─▶ InitialRequests ─▶ ApplicationSelection ─▶ ServletCall ─▶ {@link WarContext#run}
 * </pre>
 */
final class SipServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger("org.sipasync");

  /** A loop that has not shown itself for so long is blocked: it does so four times a second. */
  private static final Duration MAX_SILENCE = Duration.ofSeconds(5);

  /** RFCs that an application may rely on (JSR 289, 3.3). */
  static final List<String> RFCS =
      List.of(
          "2976", "3261", "3262", "3263", "3265", "3311", "3428", "3515", "3581", "3903", "4028",
          "6026");

  private final SipSettings settings;
  private final EventLoop loop = new EventLoop(System::nanoTime);
  private final SecureRandom random = new SecureRandom();
  private final ContainerThreads threads;
  private final LoopDriver driver;
  private final Sessions sessions;
  private final Applications applications;
  private final ListenAddresses addresses;
  private final Services services;
  private final UserAgentCore core;
  private final SipTransports transports;
  private final Dns dns;
  private Doorkeeper door;

  /**
   * Starts the server. To be called on a thread that belongs to no application, or all the threads
   * started here would.
   *
   * @param names settings of name look-ups
   * @param pool the server's ManagedExecutorService
   */
  SipServer(SipSettings settings, DnsSettings names, Executor pool) throws IOException {
    this.settings = settings;
    PortCheck.free(settings.listen());
    threads = new ContainerThreads(pool, settings.threads());
    LoopTimers timers = new LoopTimers(loop, System::currentTimeMillis);
    driver = new LoopDriver(loop, settings.inline(), pool, threads);
    sessions =
        new Sessions(driver.lanes(threads), timers, () -> Long.toHexString(random.nextLong()));
    addresses = ListenAddresses.of(settings.listen());
    applications = new Applications(RouterSetup.of(settings, addresses));
    ApplicationSelection selection =
        new ApplicationSelection(
            applications.routers(),
            addresses,
            RouterSetup.FAULTS,
            System::currentTimeMillis,
            System::nanoTime);
    services = new Services(sessions, selection, addresses, Set.of("100rel", "timer"), random);
    dns = Dns.of(names);
    NextHops hops = new NextHops(loop, new DnsResolver(dns, NextHops.DEADLINE));
    core = UserAgentCore.on(loop, services, hops, this::transactions);
    transports = new SipTransports(loop, limits(settings), core.layer());
    hops.transports(transports);
    for (ListenPoint point : settings.listen()) {
      listen(point);
    }
    driver.start();
    StartUp.listens(settings.listen());
  }

  private TransactionLayer transactions(TransactionUser user) {
    door = new Doorkeeper(user, sessions.lanes(), settings.queue(), settings.maxTransactions());
    TransactionSettings bounds = transactionSettings(settings);
    return new TransactionLayer(loop, door, bounds.withSentBy(addresses::sentBy), random);
  }

  static TransactionSettings transactionSettings(SipSettings settings) {
    TransactionSettings bounds = TransactionSettings.DEFAULT;
    return bounds
        .withBounds(settings.maxTransactions(), bounds.maxBytes())
        .withTimers(TimerValues.DEFAULT.withProceeding(settings.maxRinging()));
  }

  private static TransportLimits limits(SipSettings settings) {
    ConnectionLimits connections = TransportLimits.DEFAULTS.connections();
    ConnectionTimes times = connections.times().withKeepAlive(settings.keepAlive());
    return TransportLimits.DEFAULTS.with(connections.with(times));
  }

  private void listen(ListenPoint point) {
    InetSocketAddress address = new InetSocketAddress(point.host(), point.port());
    try {
      transports.listen(Transport.valueOf(point.transport().toUpperCase(Locale.ROOT)), address);
    } catch (IOException e) {
      throw Problem.PORT_TAKEN.exception(point, e.getMessage(), e);
    }
    LOG.log(Level.INFO, "SIP listens on {0}", point);
  }

  Applications applications() {
    return applications;
  }

  Sessions sessions() {
    return sessions;
  }

  Services services() {
    return services;
  }

  UserAgentCore core() {
    return core;
  }

  ListenAddresses addresses() {
    return addresses;
  }

  Doorkeeper door() {
    return door;
  }

  SessionTimerSettings sessionTimer() {
    return settings.sessionTimer();
  }

  /** Messages, or works on sessions of one application, that may wait for a thread. */
  int maxQueue() {
    return settings.queue();
  }

  /** Runs work without a session on a container thread. */
  void execute(Runnable work) {
    threads.execute(work);
  }

  ContainerStatus status() {
    boolean turns = loop.sinceHeartbeat().compareTo(MAX_SILENCE) < 0;
    List<ContainerStatus.ListenPoint> points =
        settings.listen().stream()
            .map(point -> new ContainerStatus.ListenPoint(point.toString(), turns))
            .toList();
    return new ContainerStatus(
        points,
        settings.threads(),
        threads.busy() + driver.busy(),
        sessions.lanes().waiting(),
        settings.queue(),
        door.refused());
  }

  @Override
  public void close() {
    applications.all().forEach(WarContext::stop);
    applications.routers().destroy();
    loop.execute(transports::close);
    driver.close();
    dns.close();
    threads.close();
    LOG.log(Level.INFO, "SIP has stopped");
  }
}
