package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;

/**
 * {@code sip:call@host;uid=bob}: looks up the user's bindings and proxies the call there, in
 * parallel to several phones.
 */
@ApplicationScoped
public class Forward implements Scenario {
  private static final String FORWARDED = "sample.forwarded";
  private static final int PATIENCE_SECONDS = 30;

  @Inject SipAsync async;
  @Inject Users users;
  @Inject SipFactory factory;

  /** Returns true for a request in a forwarded call, which the container proxies. */
  static boolean isForwarded(SipServletRequest request) {
    return !request.isInitial() && request.getSession().getAttribute(FORWARDED) != null;
  }

  @Override
  public String user() {
    return "call";
  }

  @Override
  public void handle(SipServletRequest request) {
    async
        .call(users.contacts(called(request)).into("contacts"))
        .deadline(Auth.DEADLINE)
        .resume("located");
  }

  /** Returns the called user: the parameter uid or, without one, the user in To. */
  private static String called(SipServletRequest request) {
    String uid = Parameters.text(request, "uid");
    String to = request.getTo().getURI() instanceof SipURI uri ? uri.getUser() : null;
    return uid.isEmpty() && to != null ? to : uid;
  }

  @ResumeRoute
  void located(
      SipServletRequest request,
      @ReturnCode int rc,
      @Avp("contacts") List<Map<String, Object>> contacts)
      throws IOException, ServletParseException, TooManyHopsException {
    if (rc == Users.NOBODY) {
      Answer.send(request, SipServletResponse.SC_TEMPORARILY_UNAVAILABLE, "Not registered");
    } else if (rc < 0) {
      Answer.send(request, SipServletResponse.SC_SERVICE_UNAVAILABLE, "Database failure");
    } else {
      request.getSession().setAttribute(FORWARDED, true);
      Proxy proxy = request.getProxy();
      proxy.setRecordRoute(true);
      proxy.setProxyTimeout(PATIENCE_SECONDS);
      List<URI> phones = new ArrayList<>();
      for (Map<String, Object> row : contacts) {
        phones.add(factory.createURI(row.get("contact").toString()));
      }
      proxy.proxyTo(phones);
    }
  }
}
