package org.sipasync.container.dispatch;

import java.util.function.Function;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.container.dispatch.Targeting.Target;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.ReadOnlyContext;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.container.proxy.ProxyChecks;
import org.sipasync.container.routing.Allowed;
import org.sipasync.container.routing.ApplicationSelection.Question;
import org.sipasync.container.routing.RoutedApplication;
import org.sipasync.container.routing.Selection;
import org.sipasync.container.routing.Selection.Away;
import org.sipasync.container.routing.Selection.Next;
import org.sipasync.container.routing.Selection.Refused;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.Dialog;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.Sessions;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;

/** Finds application and application session of an initial request, and makes its session. */
final class InitialRequests {
  private final Services services;
  private final Wire wire;
  private final Targeting targets;

  InitialRequests(Services services, Wire wire) {
    this.services = services;
    this.wire = wire;
    this.targets = new Targeting(services.sessions());
  }

  /** In the lane of the Call-ID. */
  void dispatch(SipRequest received, Uas uas) {
    SipRequest message = received.copy();
    try {
      message.checkUris();
      Selection selection = select(message, uas);
      if (selection instanceof Next next) {
        dispatch(received, message, uas, next);
      } else if (selection instanceof Away away && !away.routes().isEmpty()) {
        uas.relay(received).start(message, away.routes());
      } else if (selection instanceof Refused refused) {
        uas.refuse(message.response(refused.status()));
      } else {
        sendOn(received, message, uas);
      }
    } catch (ParseException e) {
      uas.refuse(message.response(400, e.reason()));
    }
  }

  /**
   * Sends on what no application wants (JSR 289 15.4.1), but only where the configuration says so:
   * otherwise any peer could send through this server.
   */
  private void sendOn(SipRequest received, SipRequest message, Uas uas) throws ParseException {
    SipUri hop = NextHop.of(message);
    if (hop == null || services.contacts().isOwn(hop) || !services.relay().test(hop)) {
      uas.refuse(message.response(404));
      return;
    }
    SipResponse refusal = ProxyChecks.refusal(message, services.supported());
    if (refusal == null) {
      uas.relay(received).startUnlessLooped(message);
    } else {
      uas.refuse(refusal);
    }
  }

  /** Application of a request: chosen when an application has sent it, else now. */
  private Selection select(SipRequest message, Uas uas) throws ParseException {
    if (uas.flow() instanceof InheritedFlow inherited) {
      RoutedApplication heir = services.applications().application(inherited.call().application());
      MessageOrigin origin = MessageOrigin.of(uas.flow());
      return heir == null
          ? new Refused(503)
          : new Next(heir, services.applications().received(null, origin, message));
    }
    Next chosen = Loopback.next(uas.flow());
    if (chosen != null) {
      // it may have been undeployed meanwhile
      RoutedApplication there = services.applications().application(chosen.application().name());
      return there == null ? new Refused(503) : new Next(there, chosen.routing());
    }
    MessageOrigin origin = MessageOrigin.of(uas.flow());
    NameAddr popped = OwnRoute.pop(message, services.contacts());
    Routing routing = services.applications().received(popped, origin, message);
    var target = Targeting.info(targets.find(message, popped));
    return services.applications().select(new Question(message, routing, origin, null, target));
  }

  /** Hands a request to its application. */
  private void dispatch(SipRequest received, SipRequest message, Uas uas, Next next)
      throws ParseException {
    Application target = next.application().application();
    uas.request(new RequestFacade(message, uas, MessageOrigin.of(uas.flow()), next.routing()));
    String handler = target.mapping().apply(uas.request());
    SipResponse refusal = refusal(message, target.servlets().get(handler));
    if (refusal == null) {
      refusal = Refreshing.refusal(target.refreshTerms().apply(handler), message);
    }
    if (refusal != null) {
      uas.refuse(refusal);
      return;
    }
    Dialog dialog = Dialog.asUas(message, uas.localTag());
    AppSession application = applicationSession(next, uas.request());
    if (application.lane() == Lane.current()) {
      start(application, dialog, handler, uas);
      return;
    }
    application.expect();
    application
        .lane()
        .execute(
            () -> {
              application.arrived();
              Guard.run(received, uas, () -> start(application, dialog, handler, uas));
            });
  }

  private static SipResponse refusal(SipRequest message, SipServlet servlet) {
    if (servlet == null) {
      return message.response(404);
    }
    Allowed allowed = Allowed.of(servlet);
    if (allowed.allows(message.method())) {
      return null;
    }
    SipResponse response = message.response(message.method().known() ? 405 : 501);
    response.set(HeaderName.ALLOW, allowed);
    return response;
  }

  /** The targeted one, the one of the application's key, else a new one (15.11). */
  private AppSession applicationSession(Next next, RequestFacade request) throws ParseException {
    Sessions sessions = services.sessions();
    Application application = next.application().application();
    Target target = targets.find(request.message(), next.routing().poppedRoute());
    if (target != null && target.session().application() == application) {
      return target.session();
    }
    String key = key(next, request);
    return key == null
        ? sessions.create(application, Lane.current())
        : sessions.createByKey(application, key);
  }

  /** Asks the application for its key; it may only read the request (SipApplicationKey). */
  private static String key(Next next, RequestFacade request) {
    Function<SipServletRequest, String> keys = next.application().key();
    if (keys == null) {
      return null;
    }
    ReadOnlyContext context = new ReadOnlyContext(null, "A key method must not answer a request");
    RequestFacade view =
        new RequestFacade(request.message(), context, request.origin(), request.routing());
    view.commit();
    return keys.apply(view);
  }

  /** In the lane of the application session. */
  private void start(AppSession application, Dialog dialog, String handler, Uas uas) {
    if (!application.isValid()) {
      uas.refuse(uas.message().response(503));
      return;
    }
    DialogSession session =
        services
            .sessions()
            .create(application, dialog, made -> new SessionAgent(made, services, wire));
    session.initialRequest(uas.request(), handler);
    application.chainLength(uas.request().routing().chain().length());
    uas.session(session);
    SessionAgent.of(session).onRequest(uas);
    session.touch();
    session.onRequest();
    uas.taken = true;
    if (uas.isAnswered()) {
      uas.onEnded(487, "CANCEL");
      application.settle();
    } else {
      ServletCall.handle(session, uas);
    }
  }
}
