package org.sipasync.container.proxy;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.sipasync.container.message.Routing;
import org.sipasync.container.message.Sips;
import org.sipasync.container.outbound.FlowRoutes;
import org.sipasync.container.proxy.RecordRoutes.Side;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.SessionState;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;

/** Additions of a proxy to the requests it sends: the mark against loops, Record-Route, Path. */
final class Outgoing {
  /**
   * Requests within dialogs that get Record-Route, too: NOTIFYs and SUBSCRIBEs, of which one makes
   * the dialog (RFC 6665 4.3), and re-INVITEs, for peers that take their routes from the last one.
   */
  private static final Set<Method> AGAIN =
      Set.of(Method.INVITE, Method.SUBSCRIBE, Method.NOTIFY, Method.REFER);

  /** URI parameters that a listen point has of its own (RFC 3261 25.1). */
  private static final Set<String> OF_ADDRESSES =
      Set.of("transport", "user", "method", "ttl", "maddr", "lr");

  private final ProxyServices services;
  private final Upstream upstream;
  private final Dialogs dialogs;
  private String mark = "";

  Outgoing(ProxyServices services, Upstream upstream, Dialogs dialogs) {
    this.services = services;
    this.upstream = upstream;
    this.dialogs = dialogs;
  }

  /** Checks the request before the first branch; returns the refusal, or null. */
  SipResponse refusal(Breadth breadth) {
    SipRequest received = upstream.received();
    try {
      mark = services.loops().mark(received, identity());
      if (services.loops().hasLooped(received, identity())) {
        return received.response(482);
      }
      return ProxyChecks.refusal(received, breadth, services.host().supported());
    } catch (ParseException e) {
      return received.response(400, e.reason());
    }
  }

  /** Each application is a proxy of its own, once for each subscriber that it serves. */
  private String identity() {
    Routing routing = upstream.request().routing();
    String application = sender() == null ? "" : sender().getApplicationName();
    return application + "\n" + routing.region() + "\n" + routing.subscriber();
  }

  /** Application session that sends; null if a request within a dialog has outlived it. */
  AppSession sender() {
    DialogSession session = upstream.session();
    return session == null ? null : session.getApplicationSession();
  }

  /** Routing of what is sent: a branch goes on with the request as received. */
  Routing routing() {
    Routing received = upstream.request().routing();
    return received.initial() ? Routing.continuing(received) : received;
  }

  /** End of the Via branch of what is sent, by which a loop is found. */
  String mark() {
    return mark;
  }

  /** True if the request asks for TLS on every hop. */
  boolean isSecure() {
    return Sips.isRequested(upstream.received());
  }

  /**
   * Completion of a branch's request once its flow is known; runs on the loop.
   *
   * @param branch the request before it is sent
   */
  BiConsumer<SipRequest, Flow> recorder(SipRequest branch, ProxySettings settings) {
    Method method = upstream.received().method();
    boolean within = upstream.received().hasToTag();
    boolean records = settings.recordRoute && SessionState.makesDialog(method) && !within;
    boolean adds = settings.addToPath && method == Method.REGISTER;
    RecordRoutes routes = services.routes();
    String key = records || within && AGAIN.contains(method) ? dialogs.record() : null;
    Side from = new Side(upstream.flow(), isBoundUpstream());
    boolean isBound =
        FlowRoutes.token(branch, routing(), services.host()::isOwn) != null
            || settings.exit.flow() != null;
    Map<String, String> recordParameters =
        within ? recorded() : parameters(settings.recordRouteUri);
    Map<String, String> pathParameters = parameters(settings.pathUri);
    boolean isPlain = !isSecure();
    return (message, flow) -> {
      if (isPlain) {
        ForwardedRequest.withoutSips(message);
      }
      if (key != null) {
        boolean only = FlowRoutes.isOpenedByPeersOnly(flow.transport());
        Side towards = new Side(flow, !flow.isLoopback() && (isBound || only));
        routes.record(message, key, recordParameters, from, towards);
      }
      if (adds) {
        routes.addPath(message, pathParameters, from.flow(), flow);
      }
    };
  }

  /** True if the caller is reached by its flow only, and no proxy stands between. */
  private boolean isBoundUpstream() {
    Flow flow = upstream.flow();
    if (flow.isLoopback()) {
      return false;
    }
    SipRequest received = upstream.received();
    return FlowRoutes.isOpenedByPeersOnly(flow.transport())
        || !received.has(HeaderName.RECORD_ROUTE)
            && FlowRoutes.isBound(flow.transport(), FlowRoutes.contact(received));
  }

  /** Application's parameters in the Record-Route that has led here. */
  private Map<String, String> recorded() {
    NameAddr popped = upstream.request().routing().poppedRoute();
    Map<String, String> own = new LinkedHashMap<>();
    if (popped != null && popped.uri() instanceof SipUri uri) {
      own.putAll(uri.parameters());
      own.keySet().removeIf(name -> OF_ADDRESSES.contains(name.toLowerCase(Locale.ROOT)));
    }
    return own;
  }

  private static Map<String, String> parameters(SipUri uri) {
    return uri == null ? Map.of() : uri.parameters();
  }
}
