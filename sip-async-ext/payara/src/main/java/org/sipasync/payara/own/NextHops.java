package org.sipasync.payara.own;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.sipasync.container.dispatch.Hops;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.locate.Locator;
import org.sipasync.sip.locate.Resolver;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.Transports;

/**
 * Way of requests to their next hop: the first server of RFC 3263 that a listen point leads to.
 * There is no failover to the next one yet.
 */
final class NextHops implements Hops {
  /** Of all look-ups for one request. */
  static final Duration DEADLINE = Duration.ofSeconds(5);

  private final Locator locator;
  private Transports transports;

  NextHops(EventLoop loop, Resolver resolver) {
    this.locator = new Locator(loop, resolver, DEADLINE);
  }

  /** Sets the transports, which need their user first; once, before the loop runs. */
  void transports(Transports made) {
    transports = made;
  }

  @Override
  public void find(SipRequest request, InetSocketAddress from, Consumer<Flow> onFound) {
    SipUri hop = nextHop(request);
    if (hop == null) {
      onFound.accept(null);
    } else {
      locator.locate(hop, targets -> onFound.accept(firstFlow(targets)));
    }
  }

  @Override
  public Flow streamTo(InetSocketAddress peer) {
    return transports.flowTo(Transport.TCP, peer);
  }

  private Flow firstFlow(Iterable<Target> targets) {
    for (Target target : targets) {
      Flow flow = transports.flowTo(target.transport(), target.address());
      if (flow != null) {
        return flow;
      }
    }
    return null;
  }

  /** Top Route, else the Request-URI (RFC 3261 8.1.2); null if it is no SIP URI. */
  private static SipUri nextHop(SipRequest request) {
    try {
      NameAddr route = request.get(Headers.ROUTE);
      Uri uri = route == null ? request.uri() : route.uri();
      return uri instanceof SipUri sip ? sip : null;
    } catch (ParseException e) {
      return null;
    }
  }
}
