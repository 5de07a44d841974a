package org.sipasync.test.web;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.annotation.SipListener;

/** Notes the ends of sessions, HTTP's and SIP's. */
@WebListener
@SipListener
public class Notes implements HttpSessionListener, SipApplicationSessionListener {
  static final List<String> ALL = new CopyOnWriteArrayList<>();

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    ALL.add("http " + event.getSession().getAttribute("name") + " ended");
  }

  @Override
  public void sessionCreated(SipApplicationSessionEvent event) {}

  @Override
  public void sessionDestroyed(SipApplicationSessionEvent event) {
    ALL.add("sip " + event.getApplicationSession().getAttribute("name") + " ended");
  }

  @Override
  public void sessionExpired(SipApplicationSessionEvent event) {}

  @Override
  public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}
}
