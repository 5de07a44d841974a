package org.sipasync.restcomm;

import java.io.Serializable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import org.mobicents.servlet.sip.core.RoutingState;
import org.mobicents.servlet.sip.core.SipContextEvent;
import org.mobicents.servlet.sip.core.SipContextEventType;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSessionsUtil;
import org.mobicents.servlet.sip.core.session.SipSessionsUtilImpl;
import org.mobicents.servlet.sip.core.timers.ProxyTimerService;
import org.mobicents.servlet.sip.core.timers.ProxyTimerServiceImpl;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.message.SipFactoryFacade;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.sipasync.Problem;
import org.sipasync.payara.ServedWar;
import org.sipasync.payara.WarParts;
import org.sipasync.payara.server.ContextEntry;
import org.sipasync.payara.server.HandlerContext;
import org.sipasync.payara.server.Names;
import org.sipasync.payara.server.StartUp;
import org.sipasync.payara.war.SipModule;
import org.sipasync.spi.Abandonment;
import org.sipasync.spi.CheckedApplication;
import org.sipasync.spi.ContextScope;
import org.sipasync.spi.DeployedApplication;
import org.sipasync.spi.SuspendedMessage;

/**
 * One deployed WAR: its SIP servlets and listeners, and the one place where its context is entered.
 * To Restcomm it is the SipContext, to the engine the {@link SipApplicationContext}.
 */
final class WarContext extends WarProperties implements ServedWar {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final long STOP_SECONDS = 10;
  private final SipServer server;
  private final SipModule module;
  private final ContextEntry entry;
  private final HandlerContext handlers;
  private final Map<String, WarServlet> servlets = new LinkedHashMap<>();
  private final WarListeners listeners;
  private final Sessions sessions;
  private final SipFactoryFacade factory;
  private final SipSessionsUtilImpl sessionsUtil;
  private final ServletTimers timers;
  private final SessionTimers sessionTimers;
  private final ProxyTimerServiceImpl proxyTimers;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

  /** The application as the engine has checked it; null without an engine. */
  private final CheckedApplication checked;

  /** The application in the engine; null before it is deployed, and without an engine. */
  private volatile DeployedApplication deployed;

  WarContext(SipServer server, WarParts parts) {
    super(server, parts.servletContext(), parts.module());
    this.server = server;
    this.module = parts.module();
    this.entry =
        new ContextEntry(
            module.name,
            parts.servletContext().getClassLoader(),
            stopping::get,
            parts.context(),
            parts.transaction());
    this.handlers = new HandlerContext(entry);
    this.checked = parts.checked();
    sessions = new Sessions(this, server);
    listeners = new WarListeners(this);
    factory = new SipFactoryFacade((SipFactoryImpl) server.dispatcher().getSipFactory(), this);
    sessionsUtil = new SipSessionsUtilImpl(this);
    timers = new ServletTimers(server.clock());
    sessionTimers = new SessionTimers(server.clock());
    proxyTimers = new ProxyTimerServiceImpl(module.name);
    module.servlets.values().forEach(s -> servlets.put(s.name, new WarServlet(this, s)));
  }

  @Override
  public Map<String, Object> attributes() {
    var dispatcher = server.dispatcher();
    return Map.of(
        SipServlet.SIP_FACTORY,
        factory,
        SipServlet.TIMER_SERVICE,
        timers,
        SipServlet.SIP_SESSIONS_UTIL,
        sessionsUtil,
        SipServlet.SUPPORTED,
        Arrays.asList(dispatcher.getExtensionsSupported()),
        SipServlet.SUPPORTED_RFCs,
        Arrays.asList(dispatcher.getRfcSupported()),
        SipServlet.PRACK_SUPPORTED,
        Boolean.TRUE,
        SipServlet.OUTBOUND_INTERFACES,
        dispatcher.getOutboundInterfaces());
  }

  @Override
  public void start() throws Exception {
    if (server.dispatcher().findSipApplication(module.name) != null) {
      throw Problem.APPLICATION_NAME_TAKEN.exception(
          module.name, server.dispatcher().findSipApplication(module.name).getPath());
    }
    server.add(this);
    try {
      inContext(
          () -> {
            for (WarServlet servlet : servlets.values()) {
              servlet.start();
            }
            listeners.start(module.listeners);
          });
      deployed = checked == null ? null : checked.deploy(this);
      server.dispatcher().addSipApplication(module.name, this);
      StartUp.deployed(
          module.name, announcement(deployed == null ? List.of() : deployed.announcement()));
      server.tellUnreachable();
    } catch (Exception e) {
      leaveEngine();
      server.remove(this);
      throw e;
    }
  }

  private String announcement(List<String> parts) {
    return "servlets %s%s"
        .formatted(
            String.join(", ", servlets.keySet()),
            parts.stream().map(part -> "; " + part).collect(Collectors.joining()));
  }

  /** A SIP servlet for the annotated handlers of a class without a base class. */
  SipServlet handlersOf(Class<?> type) {
    if (checked == null) {
      throw new IllegalStateException("sip-async-cdi is not on the server's class path");
    }
    return checked.servlet(this, type);
  }

  /** What is around a servlet's handling of a message. */
  ContextScope openScope(SipServletMessage message, String name) {
    DeployedApplication open = deployed;
    return open == null ? ContextScope.NONE : open.openScope(message, name);
  }

  /**
   * Closes the application: its sessions and suspensions end, its objects are destroyed. When the
   * server stops, it is undeployed and stopped by two threads: one of them does it, the other waits
   * for it, or it would take the stack away before all is answered.
   */
  @Override
  public void stop() {
    if (stopping.compareAndSet(false, true)) {
      try {
        doStop();
      } finally {
        stopped.countDown();
      }
    } else {
      awaitStop();
    }
  }

  /** New requests are refused while the application goes. */
  boolean isStopping() {
    return stopping.get();
  }

  private void awaitStop() {
    try {
      if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "SIP application {0} is still stopping", module.name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void doStop() {
    sessions.invalidateAll();
    leaveEngine();
    server.dispatcher().removeSipApplication(module.name);
    server.dispatcher().forgetLastEvent();
    try {
      inContext(
          () -> {
            listeners.stop();
            servlets.values().forEach(WarServlet::stop);
          });
    } catch (Exception e) {
      LOG.log(Level.WARNING, "SIP application " + module.name + " did not end well", e);
    }
    proxyTimers.stop();
    server.remove(this);
    LOG.log(Level.INFO, "SIP application {0} is undeployed", module.name);
  }

  private void leaveEngine() {
    if (deployed != null) {
      deployed.undeploy();
    }
  }

  @Override
  public Object sipObject(Class<?> type) {
    if (type == SipFactory.class) {
      return factory;
    }
    if (type == TimerService.class) {
      return timers;
    }
    return type == SipSessionsUtil.class ? sessionsUtil : null;
  }

  // --- the WAR's context ---------------------------------------------------------------------

  /** Runs work in the WAR's class loader, JNDI, CDI and security context, on this thread. */
  void inContext(Handler work) throws Exception {
    entry.run(work);
  }

  /** Runs a handler in the WAR's context; there may be no message that it handles. */
  void handle(SipServletMessage message, String name, Handler handler) throws Exception {
    handlers.run(message, name, handler);
  }

  /** Runs a handler of a message on a container thread, in its session's turn. */
  void inTurn(SerialSession session, SipServletMessage message, String name, Handler handler) {
    server
        .lanes()
        .execute(
            message.getCallId(),
            () -> {
              try (var scope = SessionScope.open(session)) {
                handle(message, name, handler);
                warnIfUnanswered(message, name);
              } catch (Exception e) {
                Suspensions.failed(message, name, e);
              }
            });
  }

  /** Rule A6: what an ordinary handler would cause happens, and is said once. */
  private void warnIfUnanswered(SipServletMessage message, String name) {
    if (message instanceof ContainerRequest request
        && request.isReceived()
        && !Suspensions.isAnswered(request)
        && request.getRoutingState() != RoutingState.RELAYED
        && (request.suspension() == null || !request.suspension().isSuspended())
        && unanswered.add(name)) {
      LOG.log(Level.WARNING, Problem.UNANSWERED.message(name, Names.of(message)));
    }
  }

  // --- what the engine sees ------------------------------------------------------------------

  @Override
  public String name() {
    return module.name;
  }

  @Override
  public ClassLoader classLoader() {
    return getSipContextClassLoader();
  }

  @Override
  public Collection<Class<?>> servletClasses() {
    return servlets.values().stream().<Class<?>>map(WarServlet::type).toList();
  }

  @Override
  public Optional<Object> servlet(Class<?> type) {
    return servlets.values().stream()
        .filter(servlet -> servlet.type() == type)
        .<Object>map(WarServlet::instance)
        .findFirst();
  }

  @Override
  public Optional<SipServletMessage> current() {
    return HandlerContext.currentMessage();
  }

  @Override
  public Optional<String> currentHandler() {
    return HandlerContext.currentHandler();
  }

  @Override
  public Duration remainingLife(SipServletMessage message) {
    return message instanceof ContainerRequest request ? request.remainingLife() : null;
  }

  @Override
  public SuspendedMessage suspend(
      SipServletMessage message, String route, Serializable state, Abandonment abandonment) {
    try (var scope = SessionScope.open(SerialSession.of(message))) {
      Suspensions.checkSuspendable(message);
      Suspension suspension = new Suspension(this, message, route, state, abandonment);
      ((Suspendable) message).suspension(suspension);
      return suspension;
    }
  }

  @Override
  public void execute(String name, Handler handler) {
    server
        .lanes()
        .create()
        .execute(
            () -> {
              try {
                handle(null, name, handler);
              } catch (Exception e) {
                LOG.log(Level.ERROR, name + " of application " + module.name + " failed", e);
              }
            });
  }

  @Override
  public Runnable contextual(Runnable work) {
    return entry.contextual(work);
  }

  // --- what Restcomm asks ----------------------------------------------------------------------

  /** The class loader only: the whole context is entered where application code is called. */
  @Override
  public void enterSipContext() {
    Thread.currentThread().setContextClassLoader(classLoader());
  }

  @Override
  public void exitSipContext(ClassLoader former) {
    Thread.currentThread().setContextClassLoader(former);
  }

  @Override
  public void enterSipApp(
      MobicentsSipApplicationSession session,
      MobicentsSipSession leg,
      boolean onlyInHandler,
      boolean locked) {
    if (onlyInHandler) {
      SessionScope.join(session);
    } else {
      SessionScope.enter(session);
    }
  }

  @Override
  public void exitSipApp(MobicentsSipApplicationSession session, MobicentsSipSession leg) {
    SessionScope.exit();
  }

  @Override
  public boolean enterSipAppHa(boolean start) {
    return false;
  }

  @Override
  public void exitSipAppHa(
      MobicentsSipServletRequest request, MobicentsSipServletResponse response, boolean started) {}

  @Override
  public boolean notifySipContextListeners(SipContextEvent event) {
    try {
      if (event.getEventType() == SipContextEventType.SERVLET_INITIALIZED) {
        for (WarServlet servlet : servlets.values()) {
          SipServletContextEvent initialized =
              new SipServletContextEvent(getServletContext(), servlet.servlet());
          for (SipServletListener listener : listeners.getSipServletsListeners()) {
            listener.servletInitialized(initialized);
          }
        }
      } else if (event.getEventType() == SipContextEventType.SIP_CONNECTOR_ADDED) {
        getServletContext()
            .setAttribute(
                SipServlet.OUTBOUND_INTERFACES, server.dispatcher().getOutboundInterfaces());
      }
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A SIP listener of application " + module.name + " failed", e);
      return false;
    }
  }

  @Override
  public WarListeners getListeners() {
    return listeners;
  }

  @Override
  public Sessions getSipManager() {
    return sessions;
  }

  @Override
  public SipFactory getSipFactoryFacade() {
    return factory;
  }

  @Override
  public MobicentsSipSessionsUtil getSipSessionsUtil() {
    return sessionsUtil;
  }

  @Override
  public TimerService getTimerService() {
    return timers;
  }

  @Override
  public ProxyTimerService getProxyTimerService() {
    return proxyTimers;
  }

  @Override
  public SipApplicationSessionTimerService getSipApplicationSessionTimerService() {
    return sessionTimers;
  }

  @Override
  public WarServlet findSipServletByName(String name) {
    return name == null ? null : servlets.get(name);
  }

  /** Restcomm asks only to call a {@code @SipApplicationKey} method, which is static. */
  @Override
  public WarServlet findSipServletByClassName(String name) {
    return null;
  }

  @Override
  public Map<String, org.mobicents.servlet.sip.core.MobicentsSipServlet> getChildrenMap() {
    return Map.copyOf(servlets);
  }

  @Override
  public Method getSipApplicationKeyMethod() {
    return module.applicationKey;
  }

  @Override
  public void stopGracefully(long millis) {
    stop();
  }
}
