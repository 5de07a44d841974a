package org.sipasync.container.b2bua;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;

/**
 * Builder of a new leg's first request, as the one on the other leg: method, Request-URI, routes,
 * body and headers are its; tags, Call-ID, CSeq, Via and Contact are new (JSR 289 12).
 */
public final class NewLeg {
  private final RequestFacade original;
  private LegHeaders overrides = LegHeaders.NONE;
  private String callId;

  private NewLeg(RequestFacade original) {
    this.original = original;
  }

  /** Starts with an initial request, received or not. */
  public static NewLeg of(RequestFacade original) {
    return new NewLeg(original);
  }

  /** Keeps the Call-ID: SipFactory's deprecated choice. */
  public NewLeg sameCallId() {
    callId = original.getCallId();
    return this;
  }

  /**
   * Overrides headers.
   *
   * @param headers null for none
   * @throws IllegalArgumentException if one of them is the container's
   */
  NewLeg overridden(Map<String, List<String>> headers) {
    overrides = LegHeaders.ofNewLeg(original, headers);
    return this;
  }

  /**
   * Makes session and request.
   *
   * @throws TooManyHopsException if the original has no hop left; it is answered 483
   */
  public RequestFacade create() throws TooManyHopsException {
    int hops = original.getMaxForwards();
    if (hops == 0) {
      refuse();
      throw new TooManyHopsException(original.name() + " has Max-Forwards 0: no new leg");
    }
    DialogSession session = (DialogSession) original.getSession();
    try {
      SipRequest first = original.message();
      NameAddr from = overrides.from(first.from());
      NameAddr to = overrides.to(first.to());
      RequestFacade created = LegUser.leg(session).create(callId, from, to, first.method());
      created.message().uri(first.uri());
      LegHeaders.copyAll(original, created);
      overrides.apply(created);
      created.setRoutingDirective(SipApplicationRoutingDirective.CONTINUE, original);
      return created;
    } catch (ParseException e) {
      throw new IllegalArgumentException(original.name() + " cannot be copied: " + e.reason());
    }
  }

  /** Answers the original request, unless it is ours or has its answer. */
  private void refuse() {
    if (!original.isOutgoing() && original.awaitsAnswer()) {
      try {
        original.createResponse(SipServletResponse.SC_TOO_MANY_HOPS).send();
      } catch (IOException e) {
        throw new IllegalStateException(e); // the container queues: it never throws this
      }
    }
  }
}
