package org.sipasync.test.edge;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.servlet.sip.FlowFailedEvent;
import javax.servlet.sip.FlowListener;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.annotation.SipListener;
import org.sipasync.jsr359.SipContext2;
import org.sipasync.jsr359.SipSession2;

/**
 * Edge proxy: REGISTERs go to X-Registrar with a Path, calls to their Request-URI. It accepts calls
 * to {@code uas} itself, and hangs up by INFO. {@code watch} asks for the flow of a MESSAGE, {@code
 * lost} lists the flows that have failed, {@code ring} sends OPTIONS by the flow of X-Token.
 */
@SipListener
@javax.servlet.sip.annotation.SipServlet(name = "edge", loadOnStartup = 1)
public class EdgeServlet extends SipServlet implements FlowListener {
  private static final long serialVersionUID = 1L;

  private final List<String> lost = new CopyOnWriteArrayList<>();

  @Override
  public void flowFailed(FlowFailedEvent event) {
    lost.add(event.getFlow().getRemoteURI().toString());
  }

  private SipFactory factory() {
    return (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
  }

  private static String user(SipServletRequest request) {
    return ((SipURI) request.getRequestURI()).getUser();
  }

  @Override
  protected void doRegister(SipServletRequest register) throws ServletException, IOException {
    Proxy proxy = register.getProxy();
    proxy.setAddToPath(true);
    proxy.proxyTo(factory().createURI(register.getHeader("X-Registrar")));
  }

  @Override
  protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
    if ("uas".equals(user(invite))) {
      invite.getSession().setAttribute("uas", true);
      invite.createResponse(200).send();
    } else if (invite.isInitial()) {
      Proxy proxy = invite.getProxy();
      proxy.setRecordRoute(true);
      proxy.proxyTo(invite.getRequestURI());
    }
  }

  @Override
  protected void doAck(SipServletRequest ack) {}

  @Override
  protected void doBye(SipServletRequest bye) {}

  @Override
  protected void doInfo(SipServletRequest info) throws IOException {
    if (info.getSession().getAttribute("uas") == null) {
      return; // of a proxied call: it goes on by itself
    }
    info.createResponse(200).send();
    info.getSession().createRequest("BYE").send();
  }

  @Override
  protected void doMessage(SipServletRequest message) throws ServletException, IOException {
    SipServletResponse answer = message.createResponse(200);
    switch (user(message)) {
      case "watch" ->
          answer.setHeader("X-Token", SipSession2.of(message.getSession()).getFlow().getToken());
      case "lost" -> answer.setHeader("X-Lost", String.join(",", lost));
      case "ring" -> ring(message);
      default -> answer.setStatus(404);
    }
    if (!"ring".equals(user(message))) {
      answer.send();
    }
  }

  private void ring(SipServletRequest message) throws ServletException, IOException {
    SipServletRequest options =
        factory()
            .createRequest(
                message.getApplicationSession(), "OPTIONS", message.getTo(), message.getFrom());
    SipSession2.of(options.getSession())
        .setFlow(SipContext2.of(getServletContext()).getFlow(message.getHeader("X-Token")));
    options.getSession().setAttribute("asked", message);
    options.send();
  }

  @Override
  protected void doResponse(SipServletResponse response) throws IOException {
    Object asked = response.getSession().getAttribute("asked");
    if (asked instanceof SipServletRequest message && response.getStatus() >= 200) {
      message.createResponse(response.getStatus()).send();
    }
  }
}
