package org.sipasync.hold;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;

/**
 * Forwards calls to ports of this machine, given in the Request-URI: {@code ;to=5070}, or several
 * with a dash between them. As a proxy that stays in the call, or as a back-to-back user agent.
 */
@ApplicationScoped
class Relay {
  private static final String ANSWER = "answer";

  @Resource SipFactory factory;

  /** Forwards a call to {@code proxy} or {@code bridge}; returns false for any other. */
  boolean takes(SipServletRequest invite) throws IOException, ServletException {
    SipURI uri = (SipURI) invite.getRequestURI();
    List<URI> targets = targets(uri);
    if (targets.isEmpty() || !invite.isInitial()) {
      return false;
    }
    switch (uri.getUser()) {
      case "proxy" -> proxy(invite, targets);
      case "bridge" -> bridge(invite, targets.get(0));
      default -> {
        return false;
      }
    }
    return true;
  }

  private List<URI> targets(SipURI uri) {
    String ports = uri.getParameter("to");
    List<URI> targets = new ArrayList<>();
    if (ports != null && ports.matches("\\d{1,5}(-\\d{1,5}){0,2}")) {
      Arrays.stream(ports.split("-")).map(Integer::parseInt).forEach(port -> add(targets, port));
    }
    return targets;
  }

  private void add(List<URI> targets, int port) {
    SipURI target = factory.createSipURI("callee", "127.0.0.1");
    target.setPort(port);
    targets.add(target);
  }

  private static void proxy(SipServletRequest invite, List<URI> targets) throws ServletException {
    Proxy proxy = invite.getProxy();
    proxy.setRecordRoute(true);
    proxy.setSupervised(false);
    proxy.proxyTo(targets);
  }

  private static void bridge(SipServletRequest invite, URI target)
      throws IOException, TooManyHopsException {
    SipServletRequest leg = invite.getB2buaHelper().createRequest(invite, true, null);
    leg.setRequestURI(target);
    leg.send();
  }

  /** Answers the caller of a bridged call. */
  void answered(SipServletResponse response) throws IOException {
    if (response.getMethod().equals("INVITE")) {
      B2buaHelper bridge = response.getRequest().getB2buaHelper();
      SipSession caller = bridge.getLinkedSession(response.getSession());
      caller.setAttribute(ANSWER, response);
      bridge.createResponseToOriginalRequest(caller, response.getStatus(), null).send();
    }
  }

  /** Acknowledges the callee's 2xx, once the caller has acknowledged ours. */
  void acknowledge(SipServletRequest ack) throws IOException {
    if (ack.getSession().getAttribute(ANSWER) instanceof SipServletResponse answer) {
      ack.getSession().removeAttribute(ANSWER);
      answer.createAck().send();
    }
  }

  /** Hangs up on the other leg of a bridged call. */
  void hangUp(SipServletRequest bye) throws IOException {
    SipSession other = bye.getB2buaHelper().getLinkedSession(bye.getSession());
    if (other != null) {
      other.createRequest("BYE").send();
    }
  }
}
