package org.sipasync.container.dispatch;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipErrorListener;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.container.routing.ApplicationSelection;
import org.sipasync.container.routing.RoutedApplication;
import org.sipasync.container.routing.Routers;
import org.sipasync.container.session.Access;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.ApplicationContext;
import org.sipasync.container.session.Lanes;
import org.sipasync.container.session.Listeners;
import org.sipasync.container.session.LoopTimers;
import org.sipasync.container.session.Sessions;
import org.sipasync.jsr359.SessionTimerListener;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.loop.TestLeaders;
import org.sipasync.sip.locate.Blacklist;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.TimerValues;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;

/** A container on a loop, a clock and threads that tests move by hand. */
final class TestContainer implements AutoCloseable {
  /** Code of a handler. */
  interface Handler<M> {
    void handle(M message) throws ServletException, IOException;
  }

  /** Those of the server: INVITEs of ours ring for four minutes at most. */
  private static final TransactionSettings SETTINGS =
      TransactionSettings.DEFAULT.withTimers(
          TimerValues.DEFAULT.withProceeding(Duration.ofMinutes(4)));

  final TestFlow flow = new TestFlow();
  final List<String> log = new ArrayList<>();
  final List<String> unanswered = new ArrayList<>();
  final Queue<Runnable> threads = new ArrayDeque<>();
  final Sessions sessions;
  final Application application;
  final ContainerFactory factory;
  final Services services;
  final Routers routers;

  /** Decides what the router answers. */
  TestRouter.Decision router = asked -> first(asked.request());

  Handler<SipServletRequest> onRequest = request -> {};
  Handler<SipServletResponse> onResponse = response -> {};
  Function<SipServletRequest, String> key;
  boolean reachable = true;

  /** Next hops that what no application wants is sent on to. */
  Predicate<SipUri> relay = hop -> false;

  boolean hasTls;
  Access access = Access.OPEN;
  RefreshTerms refreshTerms = RefreshTerms.OFF;

  /** Way to a server; null if there is none. */
  Function<SipUri, Flow> way = uri -> reachable ? flow : null;

  /** Servers of names that have several. */
  final Map<String, List<TestFlow>> servers = new HashMap<>();

  /** Runs what a look-up has found, now unless a test says so. */
  Consumer<Runnable> lookUps = Runnable::run;

  /** Connection for requests that are too large for a datagram; null if there is none. */
  Flow stream;

  private final TestClock clock = new TestClock();
  private final EventLoop loop = new EventLoop(clock);

  /** Run what is known to be fast: after 32 requests of a kind. */
  final TestLeaders leaders = new TestLeaders(loop, threads::add);

  final UserAgentCore core;
  private int ids;

  TestContainer() {
    this(null);
  }

  /** With a servlet of its own; null: one that runs onRequest and onResponse. */
  TestContainer(SipServlet servlet) {
    this(servlet, 0);
  }

  /**
   * With a timeout of proxies.
   *
   * @param proxySeconds 0 for none
   */
  TestContainer(SipServlet servlet, int proxySeconds) {
    long start = clock.getAsLong();
    LoopTimers timers = new LoopTimers(loop, () -> 1 + (clock.getAsLong() - start) / 1_000_000);
    Lanes lanes = new Lanes(threads::add, leaders::execute, clock);
    sessions = new Sessions(lanes, timers, () -> "id" + ++ids);
    EventListener listener = new Errors();
    application =
        new Application(
            "app",
            null,
            new Open(),
            new Listeners(ApplicationContext.NONE, List.of(listener)),
            Map.of("main", servlet == null ? scripted("") : servlet, "helper", scripted("helper ")),
            "main",
            request -> "main",
            3,
            proxySeconds,
            name -> refreshTerms);
    Contacts here = new Here();
    routers = new Routers(all -> new TestRouter(this), (kind, text) -> log.add(text));
    routers.open(new RoutedApplication(application, this::key));
    ApplicationSelection selection =
        new ApplicationSelection(
            routers, here, (kind, text) -> log.add(text), timers::currentTimeMillis, clock);
    services =
        new Services(
            sessions,
            selection,
            here,
            Set.of("100rel", "replaces", "timer"),
            new Random(2),
            hop -> relay.test(hop));
    core =
        UserAgentCore.on(
            loop,
            services,
            new Ways(),
            new Blacklist(loop::now, Duration.ofMinutes(5), 100),
            user -> new TransactionLayer(loop, user, SETTINGS, new Random(1)));
    factory = new ContainerFactory(() -> application, services, callId -> core);
  }

  private Scripted scripted(String name) {
    return new Scripted(
        name, request -> onRequest.handle(request), response -> onResponse.handle(response));
  }

  private String key(SipServletRequest request) {
    return key == null ? null : key.apply(request);
  }

  /** Chooses the one application for requests from the network, but for those to nobody. */
  private static SipApplicationRouterInfo first(SipServletRequest request) {
    boolean wanted = !request.getRequestURI().toString().startsWith("sip:nobody");
    boolean received = request.getApplicationSession(false) == null;
    return TestRouter.to(wanted && received ? "app" : null);
  }

  /**
   * Deploys a further application.
   *
   * @return its factory
   */
  ContainerFactory deploy(
      String name, Handler<SipServletRequest> requests, Handler<SipServletResponse> responses) {
    Application other =
        new Application(
            name,
            null,
            ApplicationContext.NONE,
            new Listeners(ApplicationContext.NONE, List.of()),
            Map.of("main", new Scripted(name + " ", requests, responses)),
            "main",
            request -> "main",
            3);
    routers.open(new RoutedApplication(other, null));
    return new ContainerFactory(() -> other, services, callId -> core);
  }

  /** Takes an application from the router, as undeployment begins. */
  void undeploy(String name) {
    Application gone = routers.find(name).application();
    routers.close(routers.find(name));
    sessions.of(gone).forEach(session -> session.execute(session::invalidate));
    run();
  }

  /** Each name has the server that {@link #way} says, or those of {@link #servers}. */
  private final class Ways implements Hops {
    private final List<Flow> flows = new ArrayList<>();

    @Override
    public void find(SipUri uri, Consumer<List<Target>> onFound) {
      List<? extends Flow> found = servers.get(uri.host());
      Flow only = found == null ? way.apply(uri) : null;
      List<? extends Flow> all = found != null ? found : only == null ? List.of() : List.of(only);
      lookUps.accept(() -> onFound.accept(all.stream().map(this::target).toList()));
    }

    /** Address of a flow: tests use one for many. */
    private Target target(Flow to) {
      if (!flows.contains(to)) {
        flows.add(to);
      }
      return new Target(to.transport(), new InetSocketAddress("192.0.2.2", 1 + flows.indexOf(to)));
    }

    @Override
    public void open(FlowId id, Consumer<Flow> onOpen) {
      onOpen.accept(flow);
    }

    @Override
    public void open(Target target, InetSocketAddress from, Consumer<Flow> onOpen) {
      Flow to = flows.get(target.address().getPort() - 1);
      onOpen.accept(to.transport() == target.transport() ? to : stream);
    }
  }

  /** Context that adds nothing but the access that a test sets. */
  private final class Open implements ApplicationContext {
    @Override
    public void run(SipServletMessage message, String name, Work work) throws Exception {
      work.run();
    }

    @Override
    public Access access() {
      return access;
    }

    @Override
    public void unanswered(String method, String end) {
      unanswered.add(method + ": " + end);
    }
  }

  private final class Here implements Contacts {
    @Override
    public SipUri contact(Transport transport, InetSocketAddress local) {
      return local.getHostString().equals("192.0.2.1") ? contact(transport) : null;
    }

    @Override
    public SipUri contact(Transport transport) {
      return switch (transport) {
        case UDP -> SipUri.of(null, "192.0.2.1", 5060);
        case TLS -> hasTls ? SipUri.of(null, "192.0.2.1", 5061).with("transport", "tls") : null;
        default -> SipUri.of(null, "192.0.2.1", 5060).with("transport", "tcp");
      };
    }

    @Override
    public SipUri defaultContact() {
      return SipUri.of(null, "0.0.0.0", 9);
    }

    @Override
    public boolean isOwn(SipUri other) {
      boolean here = other.host().equals("192.0.2.1") || other.host().equals("0.0.0.0");
      return here && !"bob".equals(other.user()); // he is registered elsewhere
    }
  }

  private final class Scripted extends SipServlet {
    private static final long serialVersionUID = 1;
    private final String name;
    private final transient Handler<SipServletRequest> requests;
    private final transient Handler<SipServletResponse> responses;

    Scripted(
        String name, Handler<SipServletRequest> requests, Handler<SipServletResponse> responses) {
      this.name = name;
      this.requests = requests;
      this.responses = responses;
    }

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
      log.add(name + request.getMethod());
      requests.handle(request);
    }

    @Override
    protected void doBranchResponse(SipServletResponse response)
        throws ServletException, IOException {
      log.add("branch " + response.getStatus() + " " + response.getMethod());
      onResponse.handle(response);
    }

    @Override
    protected void doResponse(SipServletResponse response) throws ServletException, IOException {
      log.add(name + response.getStatus() + " " + response.getMethod());
      responses.handle(response);
    }
  }

  private final class Errors implements SipErrorListener, SessionTimerListener, TimerListener {
    @Override
    public void timeout(ServletTimer timer) {
      log.add("timer " + timer.getInfo());
    }

    @Override
    public void sessionTimerExpired(SipSessionEvent event) {
      log.add("not refreshed");
    }

    @Override
    public void noAckReceived(SipErrorEvent event) {
      log.add("no ACK to " + event.getResponse().getStatus());
    }

    @Override
    public void noPrackReceived(SipErrorEvent event) {
      log.add("no PRACK to " + event.getResponse().getStatus());
    }
  }

  /** User agents of sessions that go to another container. */
  SessionAgents agents() {
    return new SessionAgents(services, callId -> core);
  }

  /** Brings a request by another flow, and no thread to any lane. */
  void arrive(SipRequest request, Flow from) {
    core.layer().onRequest(request, from);
  }

  /** Brings a message to the transaction layer, and no thread to any lane. */
  void arrive(String text) {
    var message = TestFlow.parse(text);
    if (message instanceof SipRequest request) {
      core.layer().onRequest(request, flow);
    } else {
      core.layer().onResponse((org.sipasync.sip.message.SipResponse) message, flow);
    }
  }

  void receive(String text) {
    arrive(text);
    run();
  }

  /** Answers the last request that was sent. */
  void answer(SipRequest request, int status, String toTag, String... headers) {
    var response = request.response(status);
    response.toTag(toTag);
    String text = new String(response.toBytes());
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    receive(text.replace("Content-Length", more + "Content-Length"));
  }

  /** Moves the clock, and runs nothing. */
  void advance(Duration time) {
    clock.pass(time);
  }

  void pass(Duration time) {
    pass(time, Duration.ofMillis(100));
  }

  /** Lets time pass in steps; timers are late by a step at most. */
  void pass(Duration time, Duration step) {
    for (long left = time.toMillis(); left > 0; left -= step.toMillis()) {
      clock.pass(Duration.ofMillis(Math.min(step.toMillis(), left)));
      run();
    }
  }

  void run() {
    for (int i = 0; i < 12; i++) {
      runLoop();
      runThreads();
    }
  }

  /** One round of the loop, and no lane but those of fast work. */
  void runLoop() {
    leaders.round();
  }

  /** Runs the lanes' tasks, but not the loop's. */
  void runThreads() {
    for (Runnable task = threads.poll(); task != null; task = threads.poll()) {
      task.run();
    }
  }

  /** Number of transactions that are still known. */
  int transactions() {
    return core.layer().serverTransactions();
  }

  /** Answers each request from now on. */
  void answerAll(int status) {
    onRequest = request -> request.createResponse(status).send();
  }

  @Override
  public void close() {
    loop.close();
  }

  /**
   * Text of a request from the peer.
   *
   * @param toTag "" if there is none
   */
  static String request(String method, int cseq, String toTag, String... headers) {
    return request(method, "sip:bob@192.0.2.1", "b" + method + cseq, cseq, toTag, headers);
  }

  static String request(
      String method, String uri, String branch, int cseq, String toTag, String... headers) {
    return String.join(
            "\r\n",
            method + " " + uri + " SIP/2.0",
            "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK" + branch,
            "Max-Forwards: 70",
            "From: <sip:alice@192.0.2.2>;tag=alice",
            "To: <sip:bob@192.0.2.1>" + (toTag.isEmpty() ? "" : ";tag=" + toTag),
            "Call-ID: call",
            "CSeq: " + cseq + " " + method,
            "Contact: <sip:alice@192.0.2.2>",
            headers.length == 0 ? "Content-Length: 0" : String.join("\r\n", headers),
            "")
        + "\r\n";
  }
}
