package org.sipasync.payara.own;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.sipasync.Problem;
import org.sipasync.admin.ClusterMember;
import org.sipasync.container.dispatch.Services;
import org.sipasync.container.dispatch.UserAgentCore;
import org.sipasync.container.locate.DnsResolver;
import org.sipasync.container.routing.ApplicationSelection;
import org.sipasync.container.session.Sessions;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.payara.server.ContainerThreads;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.payara.server.PortCheck;
import org.sipasync.payara.server.SessionTimerSettings;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.server.StartUp;
import org.sipasync.payara.server.WebSocketDoor;
import org.sipasync.sip.transport.WebSocketChannel;
import org.sipasync.sip.transport.WebSocketInput;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.MessageCapture;
import org.sipasync.support.BufferedRandom;

/**
 * The one SIP server of this process: event loops with all listen points and transactions, the
 * threads that lead them, the container threads, and the applications.
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

  /** RFCs that an application may rely on (JSR 289, 3.3). */
  static final List<String> RFCS =
      List.of(
          "2976", "3261", "3262", "3263", "3265", "3311", "3428", "3515", "3581", "3903", "4028",
          "6026");

  /** Factor of {@code sip.max-wait} by which a new request comes too late for its handler. */
  private static final int LATE = 2;

  private final SipSettings settings;
  private final RandomGenerator random = new BufferedRandom(new SecureRandom()::nextBytes);
  private final ContainerThreads threads;
  private final SipLoops loops;
  private final Sessions sessions;
  private final Applications applications;
  private final ListenAddresses addresses;
  private final List<String> points;
  private final Services services;
  private final Dns dns;

  /** The cluster; null without one. */
  private volatile Survival survival;

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
    threads = new ContainerThreads(pool, settings.threads(), settings.maxWait().multipliedBy(LATE));
    loops = new SipLoops(settings, pool, threads);
    sessions =
        new Sessions(
            loops.lanes(threads),
            loops.timers(),
            () -> Long.toHexString(random.nextLong()) + endOfTags());
    addresses = ListenAddresses.of(settings.listen(), settings.advertised());
    applications = new Applications(RouterSetup.of(settings, addresses));
    ApplicationSelection selection =
        new ApplicationSelection(
            applications.routers(),
            addresses,
            RouterSetup.FAULTS,
            System::currentTimeMillis,
            System::nanoTime);
    Set<String> supported = Set.of("100rel", "timer");
    services = new Services(sessions, selection, addresses, supported, random, settings.relay());
    if (!settings.relay().isEmpty()) {
      LOG.log(Level.INFO, "What no application wants is sent on to {0}", settings.relay());
    }
    dns = Dns.of(names);
    loops.serve(services, new DnsResolver(dns, SipLoops.LOOK_UP_DEADLINE), addresses);
    WarmUps.run(settings.warmUp(), random);
    for (ListenPoint point : ListenPoint.sockets(settings.listen())) {
      listen(point);
    }
    loops.start();
    points = addresses.descriptions();
    StartUp.listens(points, addresses.firstPlain().orElse(""));
  }

  private void listen(ListenPoint point) {
    try {
      loops.listen(point);
    } catch (IOException e) {
      throw Problem.PORT_TAKEN.exception(point, e.getMessage(), e);
    }
    LOG.log(Level.INFO, "SIP listens on {0}", point);
  }

  /**
   * Joins the cluster that the configuration names, if it names one; blocks meanwhile. Called once.
   */
  void joinCluster(Function<String, Optional<String>> config) {
    survival = Survival.join(config, this, loops::onTransports);
    if (survival != null) {
      sessions.keeper(survival.sessions());
      loops.survival(survival);
    }
  }

  /** Takes in that an application was opened or closed. */
  void deploymentsChanged() {
    if (survival != null) {
      survival.deployed(applications.opened());
    }
  }

  private String endOfTags() {
    Survival joined = survival;
    return joined == null ? "" : NodeTags.endOf(joined.nodeTag());
  }

  /** The cluster; null without one. */
  Survival survival() {
    return survival;
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

  /** Core of the loop that a Call-ID belongs to. */
  UserAgentCore core(String callId) {
    return loops.core(callId);
  }

  ListenAddresses addresses() {
    return addresses;
  }

  /** Refuses new initial requests, or takes them again. */
  void refuseNew(boolean refuse) {
    loops.refuseNew(refuse);
  }

  /** Takes in WebSockets, and learns by which port they come. */
  WebSocketDoor webSocketDoor() {
    return new WebSocketDoor() {
      @Override
      public boolean hasPlace(InetAddress remote) {
        return loops.webSockets().hasPlace(remote);
      }

      @Override
      public WebSocketInput open(
          boolean isSecure,
          InetSocketAddress local,
          InetSocketAddress remote,
          WebSocketChannel channel) {
        addresses.addWeb(local);
        return loops.webSockets().open(isSecure, local, remote, channel);
      }
    };
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

  /** The messages kept for operators. */
  MessageCapture capture() {
    return new KeptMessages(loops.traces(), settings.trace().maxMessages());
  }

  /** The nodes of the cluster; empty without one. */
  List<ClusterMember> clusterMembers() {
    return survival == null ? List.of() : survival.nodes();
  }

  ContainerStatus status() {
    boolean turns = loops.turn();
    return new ContainerStatus(
        points.stream().map(point -> new ContainerStatus.ListenPoint(point, turns)).toList(),
        settings.threads(),
        threads.busy() + loops.busy(),
        sessions.lanes().waiting(),
        settings.queue(),
        loops.refused(),
        survival == null || survival.isServing(),
        survival == null ? Map.of() : survival.statistics());
  }

  /** Leaves the cluster, if there is one, before applications end their calls. Idempotent. */
  void leaveCluster() {
    Survival joined = survival;
    if (joined != null) {
      joined.leave();
    }
  }

  @Override
  public void close() {
    leaveCluster();
    applications.all().forEach(WarContext::stop);
    applications.routers().destroy();
    loops.close();
    dns.close();
    threads.close();
    LOG.log(Level.INFO, "SIP has stopped");
  }
}
