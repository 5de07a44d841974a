package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** A subscriber when it gets a MESSAGE, a notifier when it gets a SUBSCRIBE. */
@javax.servlet.sip.annotation.SipServlet(name = "subscriptions")
public class SubscriptionsServlet extends Theme {
  private static final long serialVersionUID = 1L;
  private static final String EVENT = "Event";

  // --- as subscriber

  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    SipServletRequest subscribe = own(request, "SUBSCRIBE");
    subscribe.setHeader(EVENT, "presence");
    subscribe.setHeader("Expires", "60");
    note(request.getApplicationSession(), "sent " + subscribe.getSession().getId());
    subscribe.send();
    answer(request, 200, "");
  }

  @Override
  protected void doSuccessResponse(SipServletResponse response) {
    note(
        response.getApplicationSession(),
        response.getStatus() + " " + response.getSession().getState());
  }

  @Override
  protected void doNotify(SipServletRequest notify) throws IOException {
    note(
        notify.getApplicationSession(),
        "NOTIFY %s %s"
            .formatted(notify.getHeader("Subscription-State"), notify.getSession().getId()));
    answer(notify, 200, "");
  }

  // --- as notifier

  @Override
  protected void doSubscribe(SipServletRequest subscribe) throws IOException {
    if (subscribe.isInitial()) {
      marked(subscribe);
    }
    note(
        subscribe.getApplicationSession(),
        "SUBSCRIBE %s %s"
            .formatted(subscribe.getHeader("Expires"), subscribe.getSession().getId()));
    SipServletResponse accepted = subscribe.createResponse(200);
    accepted.setHeader("Expires", subscribe.getHeader("Expires"));
    accepted.send();
    SipServletRequest notify = subscribe.getSession().createRequest("NOTIFY");
    notify.setHeader(EVENT, subscribe.getHeader(EVENT));
    notify.setHeader("Subscription-State", "active");
    notify.send();
  }
}
