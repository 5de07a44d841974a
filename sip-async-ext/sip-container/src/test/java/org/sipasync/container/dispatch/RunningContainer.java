package org.sipasync.container.dispatch;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.container.routing.ApplicationSelection;
import org.sipasync.container.routing.FirstRouter;
import org.sipasync.container.routing.RoutedApplication;
import org.sipasync.container.routing.RouterFaults;
import org.sipasync.container.routing.Routers;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.ApplicationContext;
import org.sipasync.container.session.Lanes;
import org.sipasync.container.session.Listeners;
import org.sipasync.container.session.LoopTimers;
import org.sipasync.container.session.Sessions;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.SipTransports;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportLimits;

/** A container on sockets of 127.0.0.1, with real threads: answers calls and everything else. */
final class RunningContainer implements AutoCloseable {
  private final EventLoop loop = new EventLoop(System::nanoTime);
  private final List<LoopThread> loopThreads = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final SecureRandom random = new SecureRandom();
  private final SipTransports transports;
  final Sessions sessions;
  final int udp;
  final int tcp;

  /** Listens on a UDP port, and on a free TCP port; 0: a free one. One loop does everything. */
  RunningContainer(int port) throws IOException {
    this(port, 1);
  }

  /** With several loops, the first of which reads and writes. */
  RunningContainer(int port, int loops) throws IOException {
    LoopTimers timers = new LoopTimers(loop, System::currentTimeMillis);
    sessions = new Sessions(new Lanes(threads), timers, () -> Long.toHexString(random.nextLong()));
    Application application =
        new Application(
            "app",
            null,
            ApplicationContext.NONE,
            new Listeners(ApplicationContext.NONE, List.of()),
            Map.of("main", new Calls()),
            "main",
            request -> "main",
            3);
    Contacts here = new Local();
    RouterFaults faults = (kind, text) -> System.err.println(text);
    List<RoutedApplication> deployed = List.of(new RoutedApplication(application, null));
    Routers routers = new Routers(all -> new FirstRouter(all::all, here), faults);
    routers.open(deployed.get(0));
    ApplicationSelection selection =
        new ApplicationSelection(
            routers, here, faults, System::currentTimeMillis, System::nanoTime);
    Services services = new Services(sessions, selection, here, Set.of(), random);
    LoopGroup group = new LoopGroup(loop);
    add(group, services, loop);
    List<EventLoop> others = new ArrayList<>();
    for (int i = 1; i < loops; i++) {
      EventLoop other = new EventLoop(System::nanoTime);
      add(group, services, other);
      others.add(other);
    }
    transports = new SipTransports(loop, TransportLimits.DEFAULTS, group);
    udp = listen(Transport.UDP, port);
    tcp = listen(Transport.TCP, 0);
    others.forEach(other -> loopThreads.add(new LoopThread(other, "sip-test")));
    loopThreads.add(new LoopThread(loop, "sip-test"));
  }

  private void add(LoopGroup group, Services services, EventLoop member) {
    group.add(
        member,
        services,
        new Nowhere(),
        user -> new TransactionLayer(member, user, TransactionSettings.DEFAULT, random));
  }

  private int listen(Transport transport, int port) throws IOException {
    return transports.listen(transport, new InetSocketAddress("127.0.0.1", port)).getPort();
  }

  /** It calls nobody. */
  private static final class Nowhere implements Hops {
    @Override
    public void find(SipUri uri, Consumer<List<Target>> onFound) {
      onFound.accept(List.of());
    }

    @Override
    public void open(Target target, InetSocketAddress from, Consumer<Flow> onOpen) {
      onOpen.accept(null);
    }
  }

  private static final class Local implements Contacts {
    @Override
    public SipUri contact(Transport transport, InetSocketAddress local) {
      SipUri uri = SipUri.of(null, "127.0.0.1", local.getPort());
      return transport == Transport.UDP ? uri : uri.with("transport", "tcp");
    }

    @Override
    public SipUri contact(Transport transport) {
      return null;
    }

    @Override
    public SipUri defaultContact() {
      return SipUri.of(null, "127.0.0.1", -1);
    }

    @Override
    public boolean isOwn(SipUri uri) {
      return false;
    }
  }

  private static final class Calls extends SipServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
      if (request.getMethod().equals("ACK")) {
        return;
      }
      if (request.getMethod().equals("INVITE")) {
        request.createResponse(180).send();
      }
      SipServletResponse ok = request.createResponse(200);
      if (request.getRawContent() != null) {
        ok.setContent(request.getRawContent(), request.getContentType());
      }
      ok.send();
    }
  }

  @Override
  public void close() {
    loop.execute(transports::close);
    loopThreads.forEach(LoopThread::close);
    threads.shutdown();
  }

  /** Runs on the UDP port given, with as many loops as said, until the standard input ends. */
  public static void main(String[] args) throws IOException {
    int loops = args.length < 2 ? 1 : Integer.parseInt(args[1]);
    try (var container = new RunningContainer(Integer.parseInt(args[0]), loops)) {
      System.out.println("UDP " + container.udp + ", TCP " + container.tcp);
      while (System.in.read() >= 0) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        System.out.println(
            container.sessions.sipSessions() + " sessions, " + used / 1024 + " KB used");
      }
    }
  }
}
