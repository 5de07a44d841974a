package org.sipasync.container.dispatch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;

/** Application that sends each request on as a back-to-back user agent, without B2buaHelper. */
final class BackToBack {
  final List<SipServletRequest> received = new ArrayList<>();
  SipApplicationRoutingDirective directive = SipApplicationRoutingDirective.CONTINUE;
  private final ContainerFactory factory;
  private final Map<SipSession, SipSession> peers = new HashMap<>();

  /** Open requests of each leg, received and sent. */
  private final Map<SipSession, SipServletRequest> waiting = new HashMap<>();

  private final Map<SipSession, SipServletRequest> sent = new HashMap<>();

  BackToBack(TestContainer test, String name) {
    factory = test.deploy(name, this::onRequest, this::onResponse);
  }

  private void onRequest(SipServletRequest request) throws IOException {
    received.add(request);
    switch (request.getMethod()) {
      case "ACK" -> {}
      case "CANCEL" -> sent.get(request.getSession()).createCancel().send();
      default -> forward(request, request.isInitial() ? leg(request) : within(request));
    }
  }

  private SipServletRequest leg(SipServletRequest request) {
    SipServletRequest leg =
        factory.createRequest(
            request.getApplicationSession(),
            request.getMethod(),
            request.getFrom(),
            request.getTo());
    leg.setRequestURI(request.getRequestURI());
    leg.setRoutingDirective(directive, request);
    peers.put(request.getSession(), leg.getSession());
    peers.put(leg.getSession(), request.getSession());
    return leg;
  }

  private SipServletRequest within(SipServletRequest request) {
    return peers.get(request.getSession()).createRequest(request.getMethod());
  }

  private void forward(SipServletRequest request, SipServletRequest leg) throws IOException {
    waiting.put(leg.getSession(), request);
    sent.put(request.getSession(), leg);
    leg.send();
  }

  private void onResponse(SipServletResponse response) throws IOException {
    if (response.getStatus() / 100 == 2 && response.getMethod().equals("INVITE")) {
      response.createAck().send();
    }
    SipServletRequest original = waiting.get(response.getSession());
    if (!original.isCommitted()) {
      original.createResponse(response.getStatus()).send();
    }
  }
}
