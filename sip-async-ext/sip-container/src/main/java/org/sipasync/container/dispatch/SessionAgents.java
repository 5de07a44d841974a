package org.sipasync.container.dispatch;

import java.util.List;
import java.util.function.Function;
import org.sipasync.container.b2bua.BackToBack;
import org.sipasync.container.b2bua.Leg;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.KeepAliveSnapshot;
import org.sipasync.container.session.SessionTransfer;
import org.sipasync.container.session.SessionUser;
import org.sipasync.container.session.SipSessionSnapshot;

/** User agents of sessions that go from node to node. */
public final class SessionAgents implements SessionTransfer.Agents {
  private final Services services;
  private final Function<String, UserAgentCore> cores;

  /**
   * Knows user agents.
   *
   * @param cores finds the core of a Call-ID
   */
  public SessionAgents(Services services, Function<String, UserAgentCore> cores) {
    this.services = services;
    this.cores = cores;
  }

  @Override
  public boolean isOwn(DialogSession session) {
    return !SessionAgent.of(session).isProxied();
  }

  @Override
  public DialogSession linked(DialogSession session) {
    LegSide leg = SessionAgent.of(session).knownLeg();
    Leg other = leg == null ? null : leg.partner();
    return other == null ? null : other.session();
  }

  @Override
  public List<Long> unacknowledged(DialogSession session) {
    return SessionAgent.of(session).unacknowledged();
  }

  @Override
  public SessionUser create(DialogSession session, SipSessionSnapshot from) {
    SessionAgent agent =
        new SessionAgent(session, services, cores.apply(session.getCallId()).wire());
    agent.unacknowledged(from.unacknowledged());
    return agent;
  }

  @Override
  public KeepAliveSnapshot keepAlive(DialogSession session) {
    Refreshing refreshing = SessionAgent.of(session).knownRefreshing();
    return refreshing == null ? null : refreshing.snapshot();
  }

  @Override
  public void keepAlive(DialogSession session, KeepAliveSnapshot snapshot) {
    SessionAgent.of(session).refreshing().restore(snapshot);
  }

  /** Ends a session without a word to its peers: another node has it. In its lane. */
  public void discard(AppSession session) {
    session
        .getSessions("SIP")
        .forEachRemaining(each -> SessionAgent.of((DialogSession) each).discard());
    session.invalidate();
  }

  @Override
  public void link(DialogSession one, DialogSession other) {
    BackToBack.HELPER.linkSipSessions(one, other);
  }
}
