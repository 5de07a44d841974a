package org.sipasync.container.dispatch;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.sipasync.container.message.Routing;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.outbound.FlowRoutes;
import org.sipasync.container.outbound.FlowTokens;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;

/**
 * Requests that go by a flow which their receiver has opened, instead of to their next hop (RFC
 * 5626 5.3).
 */
final class FlowSender {
  /** Flow Failed (RFC 5626 11.5). */
  private static final int FLOW_FAILED = 430;

  private static final int FORBIDDEN = 403;

  private final Hops hops;
  private final FlowTokens tokens;
  private final Contacts contacts;

  FlowSender(Hops hops, Services services) {
    this.hops = hops;
    this.tokens = services.flows();
    this.contacts = services.contacts();
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
