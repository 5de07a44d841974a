package org.sipasync.test.two;

import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.annotation.SipListener;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.function.Functions;
import org.sipasync.functions.rest.Rest;
import org.sipasync.functions.sleep.Sleep;

/** Answers with its application's name; uses whatever could leave something behind. */
@javax.servlet.sip.annotation.SipServlet(name = "two", loadOnStartup = 1)
@SipListener
public class TwoServlet extends SipServlet implements TimerListener {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;
  @Inject transient TimerService timers;
  @Inject transient Rest rest;

  @Override
  @SuppressWarnings("unchecked")
  public void init() {
    var loaders =
        (List<WeakReference<ClassLoader>>)
            System.getProperties()
                .computeIfAbsent("test.loaders", key -> new CopyOnWriteArrayList<>());
    loaders.add(new WeakReference<>(getClass().getClassLoader()));
  }

  @Override
  protected void doMessage(SipServletRequest request) {
    timers.createTimer(request.getApplicationSession(), 60_000, false, "never");
    async.call(Functions.any(Sleep.millis(5), rest.get("http://localhost:9/"))).resume("slept");
  }

  @ResumeRoute
  void slept() {
    async.call(Functions.blocking("nothing", () -> null)).resume("answered");
  }

  @ResumeRoute
  void answered(SipServletRequest request) throws IOException {
    SipServletResponse ok = request.createResponse(200);
    ok.setHeader("X-Application", "two");
    ok.send();
  }

  /** Stays suspended: its application goes first. */
  @Override
  protected void doOptions(SipServletRequest request) {
    async.call(Sleep.millis(4_000)).resume("answered");
  }

  @Override
  public void timeout(ServletTimer timer) {}
}
