package org.sipasync.container.b2bua;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.UAMode;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.DialogSession;

/** B2buaHelper. Its state is the legs'; for the lane of their application session. */
public final class BackToBack implements B2buaHelper {
  /** The helper of all messages. */
  public static final B2buaHelper HELPER = new BackToBack();

  private BackToBack() {}

  @Override
  public SipServletRequest createRequest(SipServletRequest original) {
    try {
      return NewLeg.of(initial(original)).create();
    } catch (TooManyHopsException e) {
      throw new IllegalStateException(e.getMessage());
    }
  }

  @Override
  public SipServletRequest createRequest(
      SipServletRequest original, boolean linked, Map<String, List<String>> headers)
      throws TooManyHopsException {
    RequestFacade first = initial(original);
    Leg leg = leg(first);
    Leg before = linked ? leg.linked() : null;
    if (before != null && !before.hasFailed()) {
      throw new IllegalArgumentException(
          leg.session() + " is linked to another session; unlink it first");
    }
    RequestFacade created = NewLeg.of(first).overridden(headers).create();
    if (linked) {
      if (before != null) {
        leg.unlink();
      }
      leg.link(leg(created));
      leg.link(first, created);
    }
    return created;
  }

  private static RequestFacade initial(SipServletRequest original) {
    RequestFacade request = (RequestFacade) Objects.requireNonNull(original, "original request");
    if (!request.isInitial()) {
      throw new IllegalArgumentException(
          request.name()
              + " is not initial; within a dialog use createRequest(session, request, headers)");
    }
    return request;
  }

  @Override
  public SipServletRequest createRequest(
      SipSession session, SipServletRequest original, Map<String, List<String>> headers) {
    Leg leg = LegUser.leg((DialogSession) Objects.requireNonNull(session, "session"));
    RequestFacade first = (RequestFacade) Objects.requireNonNull(original, "original request");
    Leg other = leg(first);
    if (leg == other) {
      return again(leg, first, headers);
    }
    checkLinkable(leg, other);
    LegHeaders overrides = LegHeaders.withinDialog(first, headers);
    RequestFacade created = subsequent(leg, first);
    LegHeaders.copyOthers(first, created);
    overrides.apply(created);
    if (other.linked() == null) {
      other.link(leg);
    }
    other.link(first, created);
    return created;
  }

  /**
   * Makes a request of a leg once more, as after a challenge: a copy, which takes over the link of
   * the first one.
   */
  private static RequestFacade again(
      Leg leg, RequestFacade first, Map<String, List<String>> headers) {
    LegHeaders overrides = LegHeaders.withinDialog(first, headers);
    RequestFacade created = subsequent(leg, first);
    LegHeaders.copyOthers(first, created);
    overrides.apply(created);
    RequestFacade peer = leg.linked(first);
    if (peer != null) {
      leg.link(created, peer);
    }
    return created;
  }

  /** Refuses legs of two application sessions, and those that are linked to others. */
  private static void checkLinkable(Leg one, Leg other) {
    if (one == other) {
      throw new IllegalArgumentException(one.session() + " cannot be linked to itself");
    }
    if (one.session().getApplicationSession() != other.session().getApplicationSession()) {
      throw new IllegalArgumentException(
          one.session() + " and " + other.session() + " are of different application sessions");
    }
    Leg linked = one.linked();
    boolean free = linked == null && other.linked() == null;
    if (!free && linked != other) {
      throw new IllegalArgumentException(
          one.session() + " or " + other.session() + " is linked to another session");
    }
  }

  /** Makes the request; an ACK or PRACK is that of what waits for it. */
  private static RequestFacade subsequent(Leg leg, RequestFacade original) {
    return switch (original.getMethod()) {
      case "ACK" -> (RequestFacade) waiting(leg, true).createAck();
      case "PRACK" -> prack(waiting(leg, false));
      default -> (RequestFacade) leg.session().createRequest(original.getMethod());
    };
  }

  private static RequestFacade prack(ResponseFacade response) {
    try {
      return (RequestFacade) response.createPrack();
    } catch (Rel100Exception e) {
      throw new IllegalStateException(response.name() + " needs no PRACK");
    }
  }

  private static ResponseFacade waiting(Leg leg, boolean success) {
    for (ResponseFacade response : leg.unacknowledged()) {
      if (response.getStatus() >= 200 == success) {
        return response;
      }
    }
    String what = success ? "an ACK" : "a PRACK";
    throw new IllegalStateException("No response in " + leg.session() + " waits for " + what);
  }

  @Override
  public SipServletResponse createResponseToOriginalRequest(
      SipSession session, int status, String reason) {
    ResponseFacade.checkStatus(status);
    return LegUser.leg(valid(session)).answer(status, reason);
  }

  /** The linked session's request is cancelled if the session itself has received its own. */
  @Override
  public SipServletRequest createCancel(SipSession session) {
    Leg leg = LegUser.leg(valid(session));
    Leg other = leg.isCalling() ? null : leg.linked();
    return (other == null ? leg : other).cancel();
  }

  @Override
  public SipSession getLinkedSession(SipSession session) {
    Leg other = LegUser.leg(valid(session)).linked();
    return other == null ? null : other.session();
  }

  @Override
  public SipServletRequest getLinkedSipServletRequest(SipServletRequest request) {
    RequestFacade facade = (RequestFacade) Objects.requireNonNull(request, "request");
    return facade.link() == null ? null : leg(facade).linked(facade);
  }

  @Override
  public void linkSipSessions(SipSession one, SipSession other) {
    Leg first = LegUser.leg(alive(one));
    Leg second = LegUser.leg(alive(other));
    checkLinkable(first, second);
    if (first.linked() == null) {
      first.link(second);
    }
  }

  @Override
  public void unlinkSipSessions(SipSession session) {
    Leg leg = LegUser.leg(alive(session));
    if (leg.linked() == null) {
      throw new IllegalArgumentException(leg.session() + " is not linked to another session");
    }
    leg.unlink();
  }

  @Override
  public List<SipServletMessage> getPendingMessages(SipSession session, UAMode mode) {
    Leg leg = LegUser.leg(valid(session));
    return List.copyOf(
        Objects.requireNonNull(mode, "mode") == UAMode.UAS
            ? leg.unanswered()
            : leg.unacknowledged());
  }

  private static Leg leg(RequestFacade request) {
    if (request.getSession() instanceof DialogSession session) {
      return LegUser.leg(session);
    }
    throw new IllegalArgumentException(request.name() + " has no session here");
  }

  private static DialogSession valid(SipSession session) {
    DialogSession found = (DialogSession) Objects.requireNonNull(session, "session");
    if (!found.isValid()) {
      throw new IllegalArgumentException(found + " has been invalidated");
    }
    return found;
  }

  private static DialogSession alive(SipSession session) {
    DialogSession found = valid(session);
    if (found.getState() == State.TERMINATED) {
      throw new IllegalArgumentException("The dialog of " + found + " has ended");
    }
    return found;
  }
}
