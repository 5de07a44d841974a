package org.sipasync.container.dispatch;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javax.servlet.sip.FlowFailedEvent;
import javax.servlet.sip.FlowListener;
import org.sipasync.container.message.Routing;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.outbound.FlowRoutes;
import org.sipasync.container.outbound.FlowTokens;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.Lanes;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;

/**
 * Requests that go by a flow which their receiver has opened, instead of to their next hop (RFC
 * 5626 5.3).
 */
final class FlowSender {
  /** Flow Failed (RFC 5626 11.5). */
  private static final int FLOW_FAILED = 430;

  private static final int FORBIDDEN = 403;

  private final Executor loop;
  private final Hops hops;
  private final FlowTokens tokens;
  private final FlowWatch watch;
  private final Contacts contacts;
  private final Lanes lanes;

  /**
   * Sends by flows that the hops find.
   *
   * @param loop whose thread the hops are for
   */
  FlowSender(Executor loop, Hops hops, Services services) {
    this.loop = loop;
    this.hops = hops;
    this.tokens = services.flows();
    this.watch = services.watch();
    this.contacts = services.contacts();
    this.lanes = services.sessions().lanes();
  }

  /**
   * Takes the token of a request that is about to leave, with the Route that has it. From any
   * thread.
   *
   * @return null if it goes to its next hop
   */
  String take(SipRequest leaving, Routing routing) {
    String token = FlowRoutes.token(leaving, routing, contacts::isOwn);
    if (token != null && leaving.has(HeaderName.ROUTE)) {
      try {
        leaving.removeFirst(Headers.ROUTE);
      } catch (ParseException e) {
        throw new IllegalStateException("This Route has just been read", e);
      }
    }
    return token;
  }

  /**
   * Finds the flow of a token. For the loop's thread.
   *
   * @param onFlow runs once, now or later
   * @param onRefusal runs instead, with 430 if the flow has ended or was another process's, 403 if
   *     the token is forged
   */
  void find(String token, Consumer<Flow> onFlow, IntConsumer onRefusal) {
    FlowId id = tokens.flow(token);
    if (id == null) {
      onRefusal.accept(tokens.isOfThisProcess(token) ? FORBIDDEN : FLOW_FAILED);
    } else {
      find(id, onFlow, onRefusal);
    }
  }

  /** Finds a flow as {@link #find(String, Consumer, IntConsumer)} does. */
  void find(FlowId id, Consumer<Flow> onFlow, IntConsumer onRefusal) {
    hops.open(
        id,
        flow -> {
          if (flow == null) {
            onRefusal.accept(FLOW_FAILED);
          } else {
            onFlow.accept(flow);
          }
        });
  }

  /** Flow as an application has it, which hears of its failure. From any thread. */
  PeerFlow known(FlowId id, Application application) {
    if (application.listeners().has(FlowListener.class) && id.transport() != Transport.UDP) {
      watch.add(id, application);
      loop.execute(() -> find(id, open -> {}, status -> onClosed(id)));
    }
    return new PeerFlow(id, this, application);
  }

  /** Tells the applications that have asked for a flow of its end. From any thread. */
  void onClosed(FlowId id) {
    for (Application application : watch.end(id)) {
      FlowFailedEvent event = new FlowFailedEvent(new PeerFlow(id, this, application));
      lanes.execute(
          "flow " + id.serial(),
          () ->
              application
                  .listeners()
                  .fire(FlowListener.class, listener -> listener.flowFailed(event)));
    }
  }

  /** Flow of a token, as {@link #known} makes it; null if this process has not made it. */
  PeerFlow known(String token, Application application) {
    FlowId id = tokens.flow(token);
    return id == null ? null : known(id, application);
  }

  /**
   * Identity of a flow that an application has.
   *
   * @throws IllegalArgumentException if it is none of this process
   */
  FlowId id(javax.servlet.sip.Flow flow) {
    FlowId id = tokens.flow(flow.getToken());
    if (id == null) {
      throw new IllegalArgumentException("Not a flow of this process: " + flow.getToken());
    }
    return id;
  }

  /** Drops the application's wish to hear of a failure. From any thread. */
  void release(FlowId id, Application application) {
    watch.remove(id, application);
  }

  String token(FlowId id) {
    return tokens.token(id);
  }

  /** URI of this server's end of a flow. */
  SipUri local(FlowId id) {
    SipUri contact = contacts.contact(id.transport(), id.local());
    return contact == null ? contacts.defaultContact() : contact;
  }

  /**
   * Way of a request that has come back by Routes of ours.
   *
   * @param token of the last one's flow; null if it has none
   * @param otherwise its listen point's way
   * @return null if that flow was another process's or the token is forged
   */
  Exit exit(String token, Exit otherwise) {
    if (token == null) {
      return otherwise;
    }
    FlowId id = tokens.flow(token);
    return id == null ? null : Exit.by(id);
  }
}
