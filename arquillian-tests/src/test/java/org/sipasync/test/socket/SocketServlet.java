package org.sipasync.test.socket;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.sipasync.CancelReason;
import org.sipasync.CancelRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.functions.sleep.Sleep;

/** Registers, proxies to "proxy-USER", bridges to "bridge-USER", answers "later-MILLIS" itself. */
@javax.servlet.sip.annotation.SipServlet(name = "socket", loadOnStartup = 1)
public class SocketServlet extends SipServlet {
  private static final long serialVersionUID = 1L;
  private static final String SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n";

  @Inject transient SipAsync async;

  @Override
  protected void doRegister(SipServletRequest request) throws ServletException, IOException {
    String user = ((SipURI) request.getTo().getURI()).getUser();
    Bindings.CONTACTS.put(user, (SipURI) request.getAddressHeader("Contact").getURI());
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader("Contact", request.getHeader("Contact") + ";expires=600");
    ok.send();
  }

  @Override
  protected void doInvite(SipServletRequest request) throws ServletException, IOException {
    String user = ((SipURI) request.getRequestURI()).getUser();
    if (!request.isInitial()) {
      accept(request);
    } else if (user.startsWith("proxy-")) {
      Proxy proxy = request.getProxy();
      proxy.setRecordRoute(true);
      proxy.proxyTo(Bindings.called(request));
    } else if (user.startsWith("bridge-")) {
      request.getSession().setHandler("bridge");
      getServletContext().getNamedDispatcher("bridge").forward(request, null);
    } else if (user.startsWith("later-")) {
      Bindings.note(request, "suspended");
      Duration time = Duration.ofMillis(Long.parseLong(user.substring("later-".length())));
      async.call(Sleep.millis(time.toMillis())).deadline(Duration.ofMinutes(2)).resume("later");
    } else {
      accept(request);
    }
  }

  @ResumeRoute
  void later(SipServletRequest request) throws IOException {
    Bindings.note(request, "resumed");
    accept(request);
  }

  @CancelRoute("later")
  void gone(SipServletRequest request, @CancelReason String why) {
    Bindings.note(request, "ended-by:" + why.replace(' ', '-'));
  }

  private static void accept(SipServletRequest request) throws IOException {
    SipServletResponse ok = request.createResponse(200);
    ok.setContent(SDP, "application/sdp");
    ok.send();
  }

  @Override
  protected void doCancel(SipServletRequest request) {
    Bindings.note(request, "cancelled:" + request.getHeader("Reason"));
  }

  @Override
  protected void doBye(SipServletRequest request) throws ServletException, IOException {
    if (request.getProxy(false) == null) {
      request.createResponse(200).send();
    }
  }

  /** Tells how it has come, or what was noted of another call. */
  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    SipURI uri = (SipURI) request.getRequestURI();
    String call = uri.getParameter("call");
    SipServletResponse ok = request.createResponse(200);
    String body =
        call != null
            ? Bindings.NOTES.getOrDefault(call, "nothing")
            : "transport=%s secure=%s remote=%s initial=%s"
                .formatted(
                    request.getTransport(),
                    request.isSecure(),
                    request.getRemoteAddr(),
                    request.getInitialTransport());
    ok.setContent(body, "text/plain");
    ok.send();
  }
}
