package org.sipasync.container.dispatch;

import javax.servlet.sip.SipServlet;
import org.sipasync.container.dispatch.ApplicationChoice.Choice;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Dialog;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.Sessions;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Finds application and application session of an initial request, and makes its session. */
final class InitialRequests {
  private final Services services;
  private final Wire wire;

  InitialRequests(Services services, Wire wire) {
    this.services = services;
    this.wire = wire;
  }

  /** In the lane of the Call-ID. */
  void dispatch(SipRequest received, Uas uas) {
    SipRequest message = received.copy();
    try {
      NameAddr popped = OwnRoute.pop(message, services.contacts());
      Choice choice = services.applications().choose(message, popped);
      if (choice == null) {
        uas.refuse(message.response(404));
        return;
      }
      uas.request(new RequestFacade(message, uas, MessageOrigin.of(uas.flow()), choice.routing()));
      String handler = choice.application().mapping().apply(uas.request());
      SipResponse refusal = refusal(message, choice.application().servlets().get(handler));
      if (refusal != null) {
        uas.refuse(refusal);
        return;
      }
      Dialog dialog = Dialog.asUas(message, uas.localTag());
      AppSession application = applicationSession(choice, uas.request(), popped);
      if (application.lane() == Lane.current()) {
        start(application, dialog, handler, uas);
      } else {
        application
            .lane()
            .execute(
                () -> Guard.run(received, uas, () -> start(application, dialog, handler, uas)));
      }
    } catch (ParseException e) {
      uas.refuse(message.response(400, e.reason()));
    }
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

  /** By an encoded URI, by Join or Replaces, by the application's key, else a new one (15.11). */
  private AppSession applicationSession(Choice choice, RequestFacade request, NameAddr popped) {
    Sessions sessions = services.sessions();
    AppSession encoded = null;
    if (Sessions.mayBeEncoded(request.message().uriText())) {
      encoded = sessions.encodedIn(choice.application(), request.getRequestURI());
    }
    if (encoded == null && popped != null) {
      encoded = sessions.encodedIn(choice.application(), request.getPoppedRoute().getURI());
    }
    if (encoded != null) {
      return encoded;
    }
    DialogSession related = sessions.joinedOrReplaced(choice.application(), request.message());
    if (related != null) {
      return related.getApplicationSession();
    }
    String key = choice.key() == null ? null : choice.key().apply(request);
    return key == null
        ? sessions.create(choice.application(), Lane.current())
        : sessions.createByKey(choice.application(), key);
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
    uas.session(session);
    ((SessionAgent) session.user()).onRequest(uas);
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
