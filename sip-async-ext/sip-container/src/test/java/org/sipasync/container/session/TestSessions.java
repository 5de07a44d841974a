package org.sipasync.container.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import javax.servlet.sip.Flow;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.UAMode;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.jsr359.SessionKeepAlive;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;

/** Sessions whose clock, loop and threads stand still until a test moves them. */
final class TestSessions implements AutoCloseable {
  final List<String> log = new ArrayList<>();
  private final TestClock clock = new TestClock();
  private final EventLoop loop = new EventLoop(clock);
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final long start = clock.getAsLong();
  private int ids;

  /** Milliseconds that the clock was set back by. */
  long setBack;

  final Lanes lanes = new Lanes(threads::add);
  final Timers timers = new LoopTimers(loop, () -> millis(clock.getAsLong() - start) - setBack);
  final Sessions sessions = new Sessions(lanes, timers, () -> "id" + ++ids);

  private static long millis(long nanos) {
    return 1_000_000 + nanos / 1_000_000;
  }

  Application application(int minutes, EventListener... listeners) {
    ApplicationContext context =
        (message, name, work) -> {
          log.add("enter");
          try {
            work.run();
          } finally {
            log.add("leave");
          }
        };
    return new Application(
        "app",
        null,
        context,
        new Listeners(context, List.of(listeners)),
        Map.of("main", new SipServlet() {}, "other", new SipServlet() {}),
        "main",
        request -> "main",
        minutes);
  }

  DialogSession session(AppSession application) {
    try {
      Dialog dialog =
          Dialog.asUac(
              "call" + ++ids, NameAddr.parse("<sip:me@h>;tag=mine"), NameAddr.parse("<sip:you@h>"));
      return sessions.create(application, dialog, session -> new NoUser());
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private final class NoUser implements SessionUser {
    @Override
    public RequestFacade createRequest(String method) {
      log.add("create " + method);
      return null;
    }

    @Override
    public void outboundInterface(InetSocketAddress address) {
      log.add("from " + address.getHostString());
    }

    @Override
    public Flow flow() {
      return null;
    }

    @Override
    public void flow(Flow flow) {
      log.add("by " + flow);
    }

    @Override
    public List<RequestFacade> activeRequests(UAMode mode) {
      return List.of();
    }

    @Override
    public SessionKeepAlive keepAlive() {
      return null;
    }

    @Override
    public void onRetired() {
      log.add("retired");
    }

    @Override
    public void onInvalidated() {
      log.add("user told");
    }
  }

  /** Lets time pass and everything run that is due. */
  void pass(Duration time) {
    run();
    clock.pass(time);
    run();
  }

  void run() {
    for (int i = 0; i < 20; i++) {
      try {
        loop.runOnce(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      for (Runnable task = threads.poll(); task != null; task = threads.poll()) {
        task.run();
      }
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
