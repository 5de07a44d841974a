package org.sipasync.payara.own;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.container.dispatch.Contacts;
import org.sipasync.container.dispatch.LoopGroup;
import org.sipasync.container.dispatch.Services;
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
import org.sipasync.loop.Turn;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportUser;

/**
 * Container with one application, which answers 200 to everything: the same classes as the real
 * one, no state shared with it, all on the thread that drives the loop.
 */
final class WarmUpContainer {
  private static final String NAME = "warm-up";
  private static final RouterFaults NONE = (kind, text) -> {};

  private final LoopGroup group;

  WarmUpContainer(EventLoop loop, RandomGenerator random) {
    LoopTimers timers = new LoopTimers(loop, System::currentTimeMillis);
    Lanes lanes = new Lanes(Runnable::run, Turn::run, System::nanoTime);
    Sessions sessions = new Sessions(lanes, timers, () -> Long.toHexString(random.nextLong()));
    Contacts here = new Here();
    Routers routers = new Routers(all -> new FirstRouter(all::all, here), NONE);
    routers.open(new RoutedApplication(application(), null));
    ApplicationSelection selection =
        new ApplicationSelection(routers, here, NONE, System::currentTimeMillis, System::nanoTime);
    Services services = new Services(sessions, selection, here, Set.of("100rel"), random);
    group = new LoopGroup(loop);
    group.add(
        loop,
        services,
        new Nowhere(),
        user -> new TransactionLayer(loop, user, TransactionSettings.DEFAULT, random));
  }

  private static Application application() {
    return new Application(
        NAME,
        null,
        ApplicationContext.NONE,
        new Listeners(ApplicationContext.NONE, List.of()),
        Map.of(NAME, new Answers()),
        NAME,
        request -> NAME,
        1);
  }

  /** User that the transports hand their messages to. */
  TransportUser user() {
    return group;
  }

  private static final class Answers extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doRequest(SipServletRequest request) throws IOException {
      if (!request.getMethod().equals("ACK")) {
        request.createResponse(200).send();
      }
    }
  }

  private static final class Nowhere implements Hops {
    @Override
    public void find(SipUri uri, Consumer<List<Target>> onFound) {
      onFound.accept(List.of());
    }

    @Override
    public void open(Target target, InetSocketAddress from, Consumer<Flow> onOpen) {
      onOpen.accept(null);
    }

    @Override
    public void open(FlowId id, Consumer<Flow> onOpen) {
      onOpen.accept(null);
    }
  }

  private static final class Here implements Contacts {
    @Override
    public SipUri contact(Transport transport, InetSocketAddress local) {
      return SipUri.of(null, "127.0.0.1", local.getPort());
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
}
