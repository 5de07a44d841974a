package org.sipasync.container.b2bua;

import java.util.List;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.RequestLink;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;

/**
 * A session as one leg of a back-to-back user agent: its link to the other leg, and what the helper
 * needs of its user agent. For the session's lane.
 */
public abstract class Leg {
  private final DialogSession session;

  /** Null while it is linked to no other leg. */
  private SessionLink link;

  /** It had a link, and nobody but the end of the other leg has taken it. */
  private boolean abandoned;

  protected Leg(DialogSession session) {
    this.session = session;
  }

  /** The leg's session. */
  public final DialogSession session() {
    return session;
  }

  /**
   * The other leg; null if there is none. A fork of a linked leg gets one when this is first asked.
   */
  public final Leg linked() {
    Leg fork = link == null && !abandoned ? forkOfOther() : null;
    if (fork != null) {
      link(fork);
    }
    return partner();
  }

  /** The other leg; null if there is none so far. */
  public final Leg partner() {
    return link == null ? null : link.other(this);
  }

  /** Links two legs that have no link. */
  final void link(Leg other) {
    SessionLink made = new SessionLink(this, other);
    link = made;
    other.link = made;
    abandoned = false;
    other.abandoned = false;
  }

  /** Takes the link from both legs, and so from their requests. */
  final void unlink() {
    link.other(this).link = null;
    link = null;
    stopForking();
  }

  /** Links a request of this leg to one of the other leg. */
  final void link(RequestFacade one, RequestFacade other) {
    one.link(new RequestLink(other, link));
    other.link(new RequestLink(one, link));
  }

  /** Request of the other leg that a request of this leg is linked to; null if there is none. */
  final RequestFacade linked(RequestFacade request) {
    RequestLink found = request.link();
    return found != null && link != null && found.between() == link ? found.peer() : null;
  }

  /** Takes in that the session is over. */
  public final void end() {
    if (link != null) {
      link.other(this).abandoned = true;
      unlink();
    }
  }

  /** True if the other leg has ended, so that nobody goes on with this one. */
  public final boolean isAbandoned() {
    return abandoned || (link == null ? isLateFork() : link.other(this).isOver());
  }

  /** True if the request that was to make the dialog has failed, and nothing else is under way. */
  final boolean hasFailed() {
    return !session.isValid()
        || session.getState() != DialogSession.State.CONFIRMED && session.isReadyToInvalidate();
  }

  /** Takes in that this is a fork of a leg that may be abandoned. */
  protected final void forkOf(Leg original) {
    abandoned = original.isAbandoned();
  }

  /** True if this is a fork, and it comes too late for the other leg. */
  protected abstract boolean isLateFork();

  /** True if the dialog has ended, or the request that was to make it. */
  protected abstract boolean isOver();

  /**
   * The other leg's dialog for this fork, made now.
   *
   * @return null if this is no fork of a linked leg, or the other leg's request is over
   */
  protected abstract Leg forkOfOther();

  /** Forgets that this is a fork: the application has unlinked it. */
  protected abstract void stopForking();

  /**
   * Makes the first request of a new leg, in the same application session, for the same servlet.
   *
   * @param callId null for a new one
   * @param from gets a new tag
   * @param to without a tag
   */
  protected abstract RequestFacade create(String callId, NameAddr from, NameAddr to, Method method);

  /** Received requests that have no final response, in the order of their numbers. */
  protected abstract List<RequestFacade> unanswered();

  /** Responses that await their ACK or PRACK, in the order of their requests. */
  protected abstract List<ResponseFacade> unacknowledged();

  /**
   * Makes a response to the request that the session was made for.
   *
   * @param reason null for the default
   * @throws IllegalStateException if earlier responses or a CANCEL forbid it
   */
  protected abstract ResponseFacade answer(int status, String reason);

  /** True if the leg has an INVITE of ours that is not answered, or its 2xx not acknowledged. */
  protected abstract boolean isCalling();

  /**
   * Makes the CANCEL of the leg's first request. Sent too late, it hangs up.
   *
   * @throws IllegalStateException if it is not calling
   */
  protected abstract RequestFacade cancel();
}
