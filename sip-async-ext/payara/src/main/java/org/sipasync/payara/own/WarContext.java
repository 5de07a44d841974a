package org.sipasync.payara.own;

import jakarta.servlet.ServletContext;
import java.io.Serializable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import org.sipasync.container.dispatch.ContainerFactory;
import org.sipasync.container.http.HttpSessions;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.routing.Allowed;
import org.sipasync.container.routing.RoutedApplication;
import org.sipasync.container.session.Access;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.ApplicationContext;
import org.sipasync.container.session.ApplicationTimers;
import org.sipasync.container.session.Listeners;
import org.sipasync.container.session.Paces;
import org.sipasync.container.session.SessionsUtil;
import org.sipasync.payara.ServedWar;
import org.sipasync.payara.WarParts;
import org.sipasync.payara.server.ContextEntry;
import org.sipasync.payara.server.HandlerContext;
import org.sipasync.payara.server.StartUp;
import org.sipasync.payara.server.TrustedPeers;
import org.sipasync.payara.server.WarSecrets;
import org.sipasync.payara.server.WebSocketDoor;
import org.sipasync.payara.war.SipModule;
import org.sipasync.spi.Abandonment;
import org.sipasync.spi.CheckedApplication;
import org.sipasync.spi.ContextScope;
import org.sipasync.spi.DeployedApplication;
import org.sipasync.spi.SuspendedMessage;
import org.sipasync.support.ServerExit;

/**
 * One deployed WAR, and the one place where its context is entered. To the container it is the
 * {@link ApplicationContext}, to the engine the {@link ServedWar}.
 */
final class WarContext implements ServedWar, ApplicationContext {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final long STOP_SECONDS = 10;

  private final SipServer server;
  private final SipModule module;
  private final ServletContext servletContext;
  private final ContextEntry entry;
  private final TrustedPeers trusted;
  private final ServletIdentities identities;
  private final HandlerContext handlers;
  private final MessageRoutes routes;
  private final SipFactory factory;
  private final TimerService timers;
  private final SipSessionsUtil sessionsUtil;
  private final HttpSessions httpSessions;
  private final SessionTurns turns;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Hash of its classes; 0 without a cluster. */
  private final long deployment;

  /** The application as the engine has checked it; null without an engine. */
  private final CheckedApplication checked;

  /** True once no handler runs any more. */
  private volatile boolean retired;

  private volatile WarObjects objects;
  private volatile Access access = Access.OPEN;
  private volatile Application application;

  /** The application in the engine; null before it is deployed, and without an engine. */
  private volatile DeployedApplication deployed;

  WarContext(SipServer server, WarParts parts) {
    this.server = server;
    this.module = parts.module();
    this.servletContext =
        SipServletContext.of(
            parts.servletContext(),
            this::application,
            (token, asking) -> server.core("").flow(token, asking));
    this.entry =
        new ContextEntry(
            module.name,
            parts.servletContext().getClassLoader(),
            stopping::get,
            parts.context(),
            parts.transaction());
    this.deployment = server.survival() == null ? 0 : DeploymentHash.of(parts.servletContext());
    this.trusted = parts.settings().trustedPeers();
    this.identities = new ServletIdentities(module);
    this.handlers = new HandlerContext(entry, identities);
    this.routes = new MessageRoutes(handlers);
    this.checked = parts.checked();
    this.factory = new ContainerFactory(this::application, server.services(), server::core);
    this.timers = new ApplicationTimers(this::application);
    this.sessionsUtil = new SessionsUtil(server.sessions(), this::application);
    this.httpSessions = new HttpSessions(server.sessions(), this::application);
    this.turns =
        new SessionTurns(
            module.name,
            this,
            this::openScope,
            server.sessions().timers(),
            server::execute,
            server.maxQueue());
  }

  // --- deployment ------------------------------------------------------------------------------

  @Override
  public void start() throws Exception {
    server.applications().add(this);
    try {
      entry.run(this::makeObjects);
      deployed = checked == null ? null : checked.deploy(this);
      server.applications().open(this, routed());
      server.deploymentsChanged();
      StartUp.deployed(module.name, announcement());
      tellInitialised();
    } catch (Exception e) {
      leaveEngine();
      server.applications().remove(this);
      throw e;
    }
  }

  private void makeObjects() throws Exception {
    if (!module.security.isEmpty()) {
      access =
          new ConstraintAccess(module.security, this, () -> deployed, WarSecrets.find(), trusted);
    }
    objects = new WarObjects(module, servletContext, this);
    ServletSelection servlets = new ServletSelection(module);
    application =
        new Application(
            module.name,
            servletContext,
            this,
            new Listeners(this, objects.listeners()),
            objects.servlets(),
            servlets.main(),
            servlets::of,
            module.sessionTimeout,
            module.proxySeconds(),
            new SessionTimers(server.sessionTimer(), module)::of);
    objects.init();
  }

  private String announcement() {
    List<String> parts = deployed == null ? List.of() : deployed.announcement();
    return "servlets %s%s"
        .formatted(
            String.join(", ", objects.servletNames()),
            parts.stream().map(part -> "; " + part).collect(Collectors.joining()));
  }

  private void tellInitialised() {
    for (SipServlet servlet : application.servlets().values()) {
      SipServletContextEvent event = new SipServletContextEvent(servletContext, servlet);
      application
          .listeners()
          .fire(SipServletListener.class, listener -> listener.servletInitialized(event));
    }
  }

  /** A SIP servlet for the annotated handlers of a class without a base class. */
  SipServlet handlersOf(Class<?> type) {
    if (checked == null) {
      throw new IllegalStateException("sip-async-cdi is not on the server's class path");
    }
    return HandlersServlet.of(checked.servlet(this, type));
  }

  /**
   * Closes the application. When the server stops, it is undeployed and stopped by two threads: one
   * of them does it, the other waits for it.
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

  private void awaitStop() {
    try {
      if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "SIP application {0} is still stopping", module.name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends handlers, then servlets, which may still send BYE, then sessions, as Tomcat does. */
  private void doStop() {
    if (ServerExit.hasBegun()) {
      server.leaveCluster(); // its calls go on at other servers
    }
    server.applications().close(this);
    retired = true;
    server.deploymentsChanged();
    turns.close();
    SessionsEnd end = new SessionsEnd(application, server.sessions());
    end.retire();
    leaveEngine();
    runLast(objects::destroyServlets);
    end.awaitAnswers();
    end.invalidate();
    runLast(objects::release);
    server.applications().remove(this);
    LOG.log(Level.INFO, "SIP application {0} is undeployed", module.name);
  }

  private void runLast(Handler work) {
    try {
      entry.run(work);
    } catch (Exception e) {
      LOG.log(Level.WARNING, "SIP application " + module.name + " did not end well", e);
    }
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

  @Override
  public Optional<HttpSessions> httpSessions() {
    return Optional.of(httpSessions);
  }

  @Override
  public Optional<WebSocketDoor> webSocketDoor() {
    return Optional.of(server.webSocketDoor());
  }

  @Override
  public Map<String, Object> attributes() {
    return Map.of(
        SipServlet.SIP_FACTORY,
        factory,
        SipServlet.TIMER_SERVICE,
        timers,
        SipServlet.SIP_SESSIONS_UTIL,
        sessionsUtil,
        SipServlet.SUPPORTED,
        List.copyOf(server.services().supported()),
        SipServlet.SUPPORTED_RFCs,
        SipServer.RFCS,
        SipServlet.PRACK_SUPPORTED,
        Boolean.TRUE,
        SipServlet.OUTBOUND_INTERFACES,
        server.addresses().outboundInterfaces());
  }

  // --- what the container asks -----------------------------------------------------------------

  /** The application in the container; there is none before its objects are made. */
  Application application() {
    Application made = application;
    if (made == null) {
      throw new IllegalStateException(
          "SIP application " + module.name + " is still being made: use SIP from init() on");
    }
    return made;
  }

  /** Hash of its classes, equal on each server that has the same WAR; 0 without a cluster. */
  long deployment() {
    return deployment;
  }

  /** The cluster; null without one. */
  Survival survival() {
    return server.survival();
  }

  /**
   * The application in the engine.
   *
   * @throws IllegalStateException if it is not deployed, or there is no engine
   */
  DeployedApplication deployed() {
    DeployedApplication open = deployed;
    if (open == null) {
      throw new IllegalStateException(module.name + " has no engine to resume its calls");
    }
    return open;
  }

  /** Learned paces of its handlers and routes. */
  Paces paces() {
    return server.sessions().lanes().paces();
  }

  private RoutedApplication routed() {
    return new RoutedApplication(application(), applicationKey());
  }

  /** Identities of its servlets. */
  ServletIdentities identities() {
    return identities;
  }

  /** Methods that its servlets handle, of those that are known. */
  Set<String> methods() {
    return application.servlets().values().stream()
        .flatMap(servlet -> Allowed.of(servlet).methods().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** True if one servlet gets all its initial requests; mapping rules may leave some to others. */
  boolean hasMainServlet() {
    return module.mainServlet != null;
  }

  /** Runner of the routes of its messages. */
  MessageRoutes routes() {
    return routes;
  }

  /** Its method with {@code @SipApplicationKey}; null if it has none. */
  private Function<SipServletRequest, String> applicationKey() {
    return module.applicationKey == null
        ? null
        : request -> ApplicationKey.of(module.applicationKey, request, handlers);
  }

  @Override
  public void run(SipServletMessage message, String name, Work work) throws Exception {
    handlers.run(message, name, message == null ? work::run : () -> serve(message, name, work));
  }

  @Override
  public void unanswered(String method, String end) {
    routes.unanswered(method, module.name, end);
  }

  @Override
  public Access access() {
    return access;
  }

  @Override
  public boolean isRetired() {
    return retired;
  }

  /** Runs a servlet's handling of a message in the engine's scope. */
  private void serve(SipServletMessage message, String servlet, Work work) throws Exception {
    DeployedApplication open = deployed;
    try (ContextScope scope = open == null ? ContextScope.NONE : open.openScope(message, servlet)) {
      try {
        work.run();
      } catch (Exception | Error e) {
        scope.failed(e);
        throw e;
      }
    }
  }

  // --- what the engine sees --------------------------------------------------------------------

  /** Context path of the WAR. */
  String path() {
    return servletContext.getContextPath();
  }

  @Override
  public String name() {
    return module.name;
  }

  @Override
  public ClassLoader classLoader() {
    return servletContext.getClassLoader();
  }

  @Override
  public Collection<Class<?>> servletClasses() {
    return objects.servletClasses();
  }

  @Override
  public Optional<Object> servlet(Class<?> type) {
    return objects.servlet(type);
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
    return message instanceof RequestFacade request ? request.remainingLife() : null;
  }

  @Override
  public SuspendedMessage suspend(
      SipServletMessage message, String route, Serializable state, Abandonment abandonment) {
    return Suspension.of(this, message, route, state, abandonment);
  }

  @Override
  public void execute(String name, Handler handler) {
    server.execute(
        () -> {
          try {
            handlers.run(null, name, handler);
          } catch (Exception e) {
            LOG.log(Level.ERROR, name + " of application " + module.name + " failed", e);
          }
        });
  }

  @Override
  public <T> CompletionStage<T> inTurn(SipApplicationSession session, Callable<T> work) {
    return turns.call(session, work);
  }

  private ContextScope openScope() {
    DeployedApplication open = deployed;
    return open == null ? ContextScope.NONE : open.openScope(SessionTurns.NAME);
  }

  @Override
  public Runnable contextual(Runnable work) {
    return entry.contextual(work);
  }
}
