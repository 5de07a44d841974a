package org.sipasync.test.chain;

import jakarta.inject.Inject;
import java.io.IOException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.annotation.SipServlet;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.functions.sleep.Sleep;

/**
 * One link of a chain: suspends each INVITE and each BYE, and then sends it on: as a proxy if the
 * Request-URI has the parameter proxy, else as a back-to-back user agent that adds its
 * application's name to X-Chain.
 */
@SipServlet(name = "link")
public class LinkServlet extends javax.servlet.sip.SipServlet {
  private static final long serialVersionUID = 1L;
  private static final String PEER = "peer";
  private static final String WAITING = "waiting";
  private static final String SENT = "sent";

  @Inject transient SipAsync async;
  @Inject transient SipFactory factory;

  @Override
  protected void doInvite(SipServletRequest invite) {
    async.call(Sleep.millis(20)).resume("sendOn");
  }

  @ResumeRoute
  void sendOn(SipServletRequest invite) throws IOException, TooManyHopsException {
    if (invite.getRequestURI().getParameter("proxy") != null) {
      Proxy proxy = invite.getProxy();
      proxy.setRecordRoute(true);
      proxy.proxyTo(invite.getRequestURI());
    } else {
      sendLeg(invite);
    }
  }

  private void sendLeg(SipServletRequest invite) throws IOException {
    SipServletRequest leg =
        factory.createRequest(
            invite.getApplicationSession(), "INVITE", invite.getFrom(), invite.getTo());
    leg.setRequestURI(invite.getRequestURI());
    leg.setRoutingDirective(SipApplicationRoutingDirective.CONTINUE, invite);
    String before = invite.getHeader("X-Chain");
    String here = invite.getApplicationSession().getApplicationName();
    String origin = invite.getRemotePort() + "/" + invite.getInitialRemotePort();
    leg.setHeader("X-Chain", (before == null ? "" : before + ",") + here + ":" + origin);
    leg.setContent(invite.getRawContent(), invite.getContentType());
    link(invite.getSession(), leg.getSession());
    link(leg.getSession(), invite.getSession());
    send(invite, leg);
  }

  private static void link(SipSession one, SipSession other) {
    one.setAttribute(PEER, other);
  }

  private static void send(SipServletRequest original, SipServletRequest leg) throws IOException {
    leg.getSession().setAttribute(WAITING, original);
    original.getSession().setAttribute(SENT, leg);
    leg.send();
  }

  @Override
  protected void doCancel(SipServletRequest cancel) throws IOException {
    SipServletRequest leg = (SipServletRequest) cancel.getSession().getAttribute(SENT);
    if (leg != null) {
      leg.createCancel().send();
    }
  }

  @Override
  protected void doAck(SipServletRequest ack) {}

  /** A proxied dialog's BYE goes on by itself once it has been handled. */
  @Override
  protected void doBye(SipServletRequest bye) {
    async.call(Sleep.millis(20)).resume("hangUp");
  }

  @ResumeRoute
  void hangUp(SipServletRequest bye) throws IOException {
    SipSession peer = (SipSession) bye.getSession().getAttribute(PEER);
    if (peer != null) {
      send(bye, peer.createRequest("BYE"));
    }
  }

  @Override
  protected void doResponse(SipServletResponse response) throws IOException {
    SipSession session = response.getSession();
    if (response.getMethod().equals("INVITE") && response.getStatus() / 100 == 2) {
      response.createAck().send();
    }
    SipServletRequest waiting = (SipServletRequest) session.getAttribute(WAITING);
    if (waiting != null && !waiting.isCommitted()) {
      SipServletResponse answer = waiting.createResponse(response.getStatus());
      if (response.getRawContent() != null) {
        answer.setContent(response.getRawContent(), response.getContentType());
      }
      answer.send();
    }
  }
}
