package org.sipasync.restcomm;

import gov.nist.javax.sip.ListeningPointExt;
import gov.nist.javax.sip.message.SIPRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.LongAdder;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TransportNotSupportedException;
import javax.sip.message.Request;
import org.mobicents.ext.javax.sip.dns.DefaultDNSServerLocator;
import org.mobicents.ha.javax.sip.ReplicationStrategy;
import org.mobicents.servlet.sip.SipConnector;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;
import org.mobicents.servlet.sip.core.ExtendedListeningPoint;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.SipService;
import org.mobicents.servlet.sip.core.message.OutboundProxy;
import org.mobicents.servlet.sip.startup.StaticServiceHolder;
import org.sipasync.Problem;
import org.sipasync.payara.server.ByClassLoader;
import org.sipasync.payara.server.ContainerThreads;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.payara.server.PortCheck;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.server.StartUp;
import org.sipasync.spi.ContainerStatus;

/**
 * The one SIP container of the server: its stack, its listen points, its threads and the
 * applications deployed in it. To Restcomm it is the SipService.
 */
final class SipServer implements SipService, AutoCloseable {
  private static final Logger LOG = System.getLogger("org.sipasync");

  /** Restcomm tells every message at INFO. Held here, or the level would be collected. */
  private static final java.util.logging.Logger RESTCOMM_LOG =
      java.util.logging.Logger.getLogger("org.mobicents");

  private final SipSettings settings;
  private final ContainerThreads threads;
  private final Lanes lanes;
  private final Dialogs dialogs = new Dialogs();
  private final RecentRequests recent;
  private final ScheduledThreadPoolExecutor clock;
  private final LaneDispatcher dispatcher;
  private final Stack stack;
  private final List<SipConnector> connectors = new ArrayList<>();
  private final ByClassLoader<WarContext> applications = new ByClassLoader<>();
  private final Set<String> unreachable = new HashSet<>();
  private final LongAdder refused = new LongAdder();
  private final List<Listening> listening;
  private volatile boolean refusesNew;

  /**
   * Starts the container.
   *
   * <p>To be called on a thread that belongs to no application, or all the threads started here
   * would.
   *
   * @param pool the server's ManagedExecutorService
   */
  SipServer(SipSettings settings, Executor pool) throws Exception {
    if (RESTCOMM_LOG.getLevel() == null) {
      RESTCOMM_LOG.setLevel(java.util.logging.Level.WARNING);
    }
    this.settings = settings;
    PortCheck.free(settings.listen());
    threads = new ContainerThreads(pool, settings.threads());
    lanes = new Lanes(threads);
    recent = new RecentRequests(settings.maxTransactions(), System::nanoTime);
    clock = new ScheduledThreadPoolExecutor(1, Threads.daemon("sip-session-timer"));
    clock.setRemoveOnCancelPolicy(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // Now: a thread that starts under a WAR's code keeps that WAR in its access control context
    clock.prestartAllCoreThreads();
    StaticServiceHolder.sipStandardService = this;
    RouterChoice.apply(settings.dar());
    dispatcher = new LaneDispatcher(this);
    dispatcher.setSipService(this);
    dispatcher.setDomain("sip-async");
    dispatcher.getSipFactory().initialize("gov.nist", false);
    dispatcher.setDNSServerLocator(new DefaultDNSServerLocator());
    dispatcher.setDNSTimeout(1);
    stack = new Stack(stackProperties());
    RepeatedHeaders.allow();
    WarmUp.run(dispatcher.getSipFactory().getJainSipFactory());
    configureDispatcher();
    dispatcher.init();
    dispatcher.start();
    StackEvents events = new StackEvents(this);
    for (ListenPoint point : settings.listen()) {
      listen(point, events);
    }
    dispatcher.putInService();
    listening = settings.listen().stream().map(Listening::of).toList();
    StartUp.listens(settings.listen());
  }

  private static Properties stackProperties() {
    Properties properties = new Properties();
    properties.setProperty("javax.sip.STACK_NAME", "sip-async");
    properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
    properties.setProperty(
        "javax.sip.ROUTER_PATH", "org.mobicents.ext.javax.sip.dns.DNSAwareRouter");
    properties.setProperty("javax.net.ssl.keyStoreType", "pkcs12");
    properties.setProperty("javax.net.ssl.trustStoreType", "pkcs12");
    Map<String, String> jain =
        Map.ofEntries(
            Map.entry("LOOSE_DIALOG_VALIDATION", "true"),
            Map.entry("PASS_INVITE_NON_2XX_ACK_TO_LISTENER", "true"),
            Map.entry("AUTOMATIC_DIALOG_ERROR_HANDLING", "false"),
            Map.entry("REENTRANT_LISTENER", "true"),
            Map.entry("MAX_FORK_TIME_SECONDS", "0"),
            Map.entry("DELIVER_UNSOLICITED_NOTIFY", "true"),
            // One thread parses datagrams: two would swap messages that came in one after the other
            Map.entry("THREAD_POOL_SIZE", "1"),
            Map.entry(
                "MESSAGE_PROCESSOR_FACTORY", "gov.nist.javax.sip.stack.BoundedProcessorFactory"),
            Map.entry("CONGESTION_CONTROL_TIMEOUT", "0"),
            // Writing to a peer that does not read, or connecting to one that does not answer, must
            // not hold a thread that others need
            Map.entry("NIO_BLOCKING_MODE", "NONBLOCKING"),
            Map.entry("MAX_MESSAGE_SIZE", "65536"),
            Map.entry("READ_TIMEOUT", "32000"),
            Map.entry("MAX_CONNECTIONS", "10000"),
            Map.entry("CONNECTION_TIMEOUT", "4000"),
            Map.entry("RECEIVE_UDP_BUFFER_SIZE", "4194304"),
            Map.entry("SEND_UDP_BUFFER_SIZE", "1048576"),
            Map.entry("TRACE_LEVEL", "0"),
            Map.entry("TLS_SECURITY_POLICY", "gov.nist.javax.sip.stack.DefaultTlsSecurityPolicy"),
            Map.entry("TIMER_CLASS_NAME", JainTimer.class.getName()),
            Map.entry("STACK_LOGGER", JulStackLogger.class.getName()),
            Map.entry("SERVER_LOGGER", NoServerLogger.class.getName()));
    jain.forEach((key, value) -> properties.setProperty("gov.nist.javax.sip." + key, value));
    return properties;
  }

  private void configureDispatcher() {
    dispatcher.setBaseTimerInterval(500);
    dispatcher.setT2Interval(4000);
    dispatcher.setT4Interval(5000);
    dispatcher.setTimerDInterval(32000);
    dispatcher.setCongestionControlCheckingInterval(-1);
    dispatcher.setGatherStatistics(false);
    dispatcher.setConcurrencyControlMode(ConcurrencyControlMode.SipApplicationSession);
    dispatcher.setBypassRequestExecutor(true);
    dispatcher.setBypassResponseExecutor(true);
    dispatcher.setSipStack(stack);
  }

  private void listen(ListenPoint point, StackEvents events) throws Exception {
    SipConnector connector = new SipConnector();
    connector.setIpAddress(point.host());
    connector.setPort(point.port());
    connector.setTransport(point.transport());
    ListeningPointExt listening = bind(point);
    SipProvider provider = provider(listening);
    provider.addSipListener(events);
    ExtendedListeningPoint extended = new ExtendedListeningPoint(provider, listening, connector);
    extended.setUseStaticAddress(false);
    dispatcher.getSipNetworkInterfaceManager().addExtendedListeningPoint(extended);
    connectors.add(connector);
    LOG.log(Level.INFO, "SIP listens on {0}", point);
  }

  private ListeningPointExt bind(ListenPoint point) throws TransportNotSupportedException {
    try {
      return (ListeningPointExt)
          stack.createListeningPoint(point.host(), point.port(), point.transport());
    } catch (javax.sip.InvalidArgumentException e) {
      throw Problem.PORT_TAKEN.exception(point, e.getMessage(), e);
    }
  }

  /** One provider holds the listen points of one address, one of each transport. */
  private SipProvider provider(ListeningPointExt listening) throws Exception {
    for (var providers = stack.getSipProviders(); providers.hasNext(); ) {
      SipProvider provider = (SipProvider) providers.next();
      if (provider.getListeningPoint(listening.getTransport()) == null) {
        provider.addListeningPoint(listening);
        return provider;
      }
    }
    return stack.createSipProvider(listening);
  }

  SipSettings settings() {
    return settings;
  }

  Lanes lanes() {
    return lanes;
  }

  LaneDispatcher dispatcher() {
    return dispatcher;
  }

  Dialogs dialogs() {
    return dialogs;
  }

  RecentRequests recent() {
    return recent;
  }

  boolean hasTransaction(Request cancel) {
    return stack.findCancelTransaction((SIPRequest) cancel, true) != null;
  }

  boolean isFull() {
    return stack.getServerTransactionTableSize() >= settings.maxTransactions();
  }

  /** Times sessions and servlet timers; its tasks only put others into lanes. */
  ScheduledThreadPoolExecutor clock() {
    return clock;
  }

  /** Whether new initial requests are refused though there is room. */
  boolean refusesNew() {
    return refusesNew;
  }

  void refuseNew(boolean refuse) {
    refusesNew = refuse;
  }

  ContainerStatus status() {
    return new ContainerStatus(
        listening.stream().map(Listening::status).toList(),
        settings.threads(),
        threads.busy(),
        lanes.waiting(),
        settings.queue(),
        refused.sum());
  }

  void refused() {
    refused.increment();
    if (!refusesNew && refused.sum() % 1000 == 1) {
      LOG.log(Level.WARNING, Problem.OVERLOADED.message(refused.sum() + " requests were", cause()));
    }
  }

  private String cause() {
    if (lanes.waiting() >= settings.queue()) {
      return "sip.queue is full, " + lanes.waiting() + " wait";
    }
    return isFull()
        ? "the limit of " + settings.maxTransactions() + " transactions is reached"
        : "new ones waited longer than sip.max-wait to be parsed";
  }

  void add(WarContext application) {
    applications.put(application.classLoader(), application);
  }

  /** Without a DAR file one application gets all new requests: the others should know. */
  synchronized void tellUnreachable() {
    if (settings.dar().isPresent()) {
      return;
    }
    List<String> names = applications.all().stream().map(WarContext::name).sorted().toList();
    unreachable.retainAll(names);
    names.stream()
        .skip(1)
        .filter(unreachable::add)
        .forEach(
            name ->
                LOG.log(Level.WARNING, Problem.NO_NEW_REQUESTS.message(name, "", names.get(0))));
  }

  void remove(WarContext application) {
    applications.remove(application.classLoader());
  }

  Optional<WarContext> application(ClassLoader loader) {
    return applications.find(loader);
  }

  @Override
  public void close() {
    applications.all().forEach(WarContext::stop);
    dispatcher.stop();
    stack.stopParsing();
    clock.shutdownNow();
    threads.close();
    LOG.log(Level.INFO, "SIP has stopped");
  }

  @Override
  public SipApplicationDispatcher getSipApplicationDispatcher() {
    return dispatcher;
  }

  @Override
  public void setSipApplicationDispatcher(SipApplicationDispatcher other) {
    throw new UnsupportedOperationException("The dispatcher is the container's own");
  }

  @Override
  public SipStack getSipStack() {
    return stack;
  }

  @Override
  public SipConnector findSipConnector(String transport) {
    return connectors.stream()
        .filter(connector -> connector.getTransport().equalsIgnoreCase(transport))
        .findFirst()
        .orElse(null);
  }

  @Override
  public SipConnector[] findSipConnectors() {
    return connectors.toArray(SipConnector[]::new);
  }

  @Override
  public String getMobicentsSipServletMessageFactoryClassName() {
    return MessageFactory.class.getName();
  }

  @Override
  public void setMobicentsSipServletMessageFactoryClassName(String name) {
    throw new UnsupportedOperationException("The messages are the container's own");
  }

  @Override
  public void stopGracefully(long millis) {
    close();
  }

  // Features of Restcomm's own servers that this container has no use for.

  @Override
  public boolean isHttpFollowsSip() {
    return false;
  }

  @Override
  public String getJvmRoute() {
    return null;
  }

  @Override
  public OutboundProxy getOutboundProxy() {
    return null;
  }

  @Override
  public int getDispatcherThreadPoolSize() {
    return 1;
  }

  @Override
  public int getCanceledTimerTasksPurgePeriod() {
    return 0;
  }

  @Override
  public boolean isDialogPendingRequestChecking() {
    return false;
  }

  @Override
  public boolean isMd5ContactUserPart() {
    return false;
  }

  @Override
  public ReplicationStrategy getReplicationStrategy() {
    return ReplicationStrategy.ConfirmedDialog;
  }

  @Override
  public int getTagHashMaxLength() {
    return 0;
  }

  @Override
  public int getCallIdMaxLength() {
    return 0;
  }

  @Override
  public String getDnsResolverClass() {
    return null;
  }

  @Override
  public int getDnsTimeout() {
    return 1;
  }

  @Override
  public String getProxyTimerServiceImplementationType() {
    return null;
  }

  @Override
  public String getSasTimerServiceImplementationType() {
    return null;
  }
}
