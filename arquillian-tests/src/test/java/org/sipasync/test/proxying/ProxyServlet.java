package org.sipasync.test.proxying;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.URI;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.functions.sleep.Sleep;

/**
 * Proxies to each X-Target, as X-How says; holds back what has an X-Hold, the milliseconds to wait.
 */
@javax.servlet.sip.annotation.SipServlet(name = "proxy")
public class ProxyServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;
  @Inject transient SipFactory factory;

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    if (request.isInitial() && !request.getMethod().equals("CANCEL")) {
      proxy(request);
    } else if (request.getHeader("X-Again") != null) {
      request.getProxy().proxyTo(request.getRequestURI());
    } else {
      hold(request, "sent");
    }
  }

  private void proxy(SipServletRequest request) throws ServletException, IOException {
    String how = String.valueOf(request.getHeader("X-How"));
    Proxy proxy = request.getProxy();
    proxy.setParallel(!how.contains("sequential"));
    proxy.setRecordRoute(how.contains("record"));
    if (how.contains("impatient")) {
      proxy.setProxyTimeout(1);
    }
    if (how.contains("ask")) {
      SipServletResponse answer = request.createResponse(200);
      answer.setHeader("X-Timeout", String.valueOf(proxy.getProxyTimeout()));
      answer.send();
      return;
    }
    List<URI> targets = new ArrayList<>();
    for (ListIterator<String> each = request.getHeaders("X-Target"); each.hasNext(); ) {
      targets.add(factory.createURI(each.next()));
    }
    if (how.contains("hurried")) {
      proxy.createProxyBranches(targets).get(0).setProxyBranchTimeout(1);
      proxy.startProxy();
      return;
    }
    proxy.proxyTo(targets);
    if (how.contains("forget")) {
      request.getApplicationSession().invalidate();
    }
  }

  @Override
  protected void doResponse(SipServletResponse response) {
    response.setHeader("X-Told", String.valueOf(response.getStatus()));
    hold(response, "answered");
  }

  private void hold(SipServletMessage message, String route) {
    String millis = message.getHeader("X-Hold");
    if (millis != null) {
      async.call(Sleep.millis(Long.parseLong(millis))).resume(route);
    }
  }

  @ResumeRoute
  void sent(SipServletRequest request) {
    request.setHeader("X-Seen", "yes");
  }

  @ResumeRoute
  void answered(SipServletResponse response) {
    response.setHeader("X-Seen", "yes");
  }
}
