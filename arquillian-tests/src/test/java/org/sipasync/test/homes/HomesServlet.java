package org.sipasync.test.homes;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;

/**
 * Accepts calls, or proxies them to X-Target, from the interface that X-From names. An INFO within
 * a dialog makes it hang up; a MESSAGE is answered with the interfaces; any OPTIONS with an
 * X-Target is sent on by a session of its own.
 */
@javax.servlet.sip.annotation.SipServlet(name = "homes", loadOnStartup = 1)
public class HomesServlet extends SipServlet {
  private static final long serialVersionUID = 1L;
  private static final String WAITING = "waiting";

  @Override
  protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
    String target = invite.getHeader("X-Target");
    if (target == null) {
      invite.getSession().setAttribute("uas", true);
      invite.createResponse(200).send();
      return;
    }
    Proxy proxy = invite.getProxy();
    proxy.setRecordRoute(true);
    if (invite.getHeader("X-From") != null) {
      proxy.setOutboundInterface(address(invite.getHeader("X-From")));
    }
    proxy.proxyTo(factory().createURI(target));
  }

  private SipFactory factory() {
    return (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon);
    int port = Integer.parseInt(text.substring(colon + 1));
    return host.matches("[0-9.]+|\\[.*]")
        ? new InetSocketAddress(host, port)
        : InetSocketAddress.createUnresolved(host, port);
  }

  @Override
  protected void doAck(SipServletRequest ack) {}

  /** Of a proxied call it goes on by itself. */
  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    if (bye.getSession().getAttribute("uas") != null) {
      bye.createResponse(200).send();
    }
  }

  @Override
  protected void doInfo(SipServletRequest info) throws IOException {
    info.createResponse(200).send();
    info.getSession().createRequest("BYE").send();
  }

  @Override
  protected void doMessage(SipServletRequest message) throws IOException {
    SipServletResponse answer = message.createResponse(200);
    Object interfaces = getServletContext().getAttribute(OUTBOUND_INTERFACES);
    for (Object each : (List<?>) interfaces) {
      answer.addHeader("X-Interface", ((SipURI) each).toString());
    }
    answer.send();
  }

  @Override
  protected void doOptions(SipServletRequest options) throws ServletException, IOException {
    String target = options.getHeader("X-Target");
    if (target == null) {
      options.createResponse(200).send();
      return;
    }
    SipServletRequest sent =
        factory()
            .createRequest(
                options.getApplicationSession(), "OPTIONS", options.getFrom(), options.getTo());
    sent.setRequestURI(factory().createURI(target));
    if (options.getHeader("X-From") != null) {
      sent.getSession().setOutboundInterface(address(options.getHeader("X-From")));
    }
    sent.getSession().setAttribute(WAITING, options);
    sent.send();
  }

  @Override
  protected void doResponse(SipServletResponse response) throws IOException {
    Object waiting = response.getSession().getAttribute(WAITING);
    if (waiting instanceof SipServletRequest options && response.getStatus() >= 200) {
      options.createResponse(response.getStatus()).send();
    }
  }
}
