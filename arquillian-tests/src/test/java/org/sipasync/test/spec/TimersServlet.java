package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.annotation.SipListener;

/** Timers, and the references that sessions and timers keep of each other. */
@javax.servlet.sip.annotation.SipServlet(name = "timers")
@SipListener
public class TimersServlet extends Theme implements TimerListener {
  private static final long serialVersionUID = 1L;
  private static final long LONG = 3_600_000;

  private TimerService timers() {
    return (TimerService) getServletContext().getAttribute(TIMER_SERVICE);
  }

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    SipApplicationSession session = marked(request);
    switch (what(request)) {
      case "once" -> {
        timers().createTimer(session, 20, true, "once");
        answer(request, 200, "");
      }
      case "later" -> { // the timer answers
        session.setAttribute("request", request);
        timers().createTimer(session, 20, true, "answer");
      }
      case "repeat" -> {
        timers().createTimer(session, 10, 10, false, false, "repeat");
        answer(request, 200, "");
      }
      case "look" -> look(request);
      case "cancel" -> cancel(request);
      case "remaining" -> {
        ServletTimer timer = timers().createTimer(session, LONG, false, "x");
        answer(
            request, 200, "" + (timer.getTimeRemaining() > 0 && timer.getTimeRemaining() <= LONG));
      }
      case "ready" -> {
        timers().createTimer(session, 50, false, "x");
        answer(request, 200, "");
        note(session, "ready " + session.isReadyToInvalidate());
      }
      case "invalidate" -> {
        ServletTimer timer = timers().createTimer(session, 100, false, "dead");
        answer(request, 200, "");
        session.invalidate();
        Notes.add(parameter(request, MARK), "invalidated; " + outcome(timer::cancel));
      }
      case "ofInvalid" -> {
        session.invalidate();
        Notes.add(
            parameter(request, MARK), outcome(() -> timers().createTimer(session, 1, false, "x")));
      }
      default -> answer(request, 404, "");
    }
  }

  private void look(SipServletRequest request) throws IOException {
    SipApplicationSession session = request.getApplicationSession();
    ServletTimer timer = timers().createTimer(session, LONG, false, "info");
    session.setAttribute("timer", timer);
    Collection<ServletTimer> all = session.getTimers();
    answer(
        request,
        200,
        "all=%d byId=%s info=%s session=%s kept=%s unknown=%s"
            .formatted(
                all.size(),
                session.getTimer(timer.getId()) != null,
                all.iterator().next().getInfo(),
                timer.getApplicationSession().getId().equals(session.getId()),
                ((ServletTimer) session.getAttribute("timer")).getId().equals(timer.getId()),
                session.getTimer("unknown")));
  }

  private void cancel(SipServletRequest request) throws IOException {
    SipApplicationSession session = request.getApplicationSession();
    ServletTimer timer = timers().createTimer(session, LONG, false, "x");
    timer.cancel();
    answer(
        request,
        200,
        "left=%d byId=%s again=%s"
            .formatted(
                session.getTimers().size(),
                session.getTimer(timer.getId()),
                outcome(timer::cancel)));
  }

  @Override
  public void timeout(ServletTimer timer) {
    SipApplicationSession session = timer.getApplicationSession();
    Serializable info = timer.getInfo();
    note(session, "timer " + info);
    if ("answer".equals(info)) {
      outcome(() -> answer((SipServletRequest) session.getAttribute("request"), 200, "by timer"));
    } else if ("repeat".equals(info) && timesFired(session) == 3) {
      timer.cancel();
      note(session, "cancelled");
    }
  }

  private static int timesFired(SipApplicationSession session) {
    Integer fired = (Integer) session.getAttribute("fired");
    session.setAttribute("fired", fired == null ? 1 : fired + 1);
    return fired == null ? 1 : fired + 1;
  }
}
