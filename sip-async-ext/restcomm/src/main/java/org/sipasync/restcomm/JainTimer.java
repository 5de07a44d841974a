package org.sipasync.restcomm;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The transaction timers of JAIN-SIP on one thread, from which cancelled timers go at once. Public
 * because JAIN-SIP knows it by name.
 */
public final class JainTimer implements SipTimer {
  private static final Logger LOG = System.getLogger(JainTimer.class.getName());

  /** When JAIN-SIP asks for 100 Trying; RFC 3261, 17.2.1 wants it to have left by then (A7). */
  private static final long TRYING_MILLIS = 200;

  private static final long TRYING_EARLIER_MILLIS = 70;

  private volatile ScheduledThreadPoolExecutor timer;

  @Override
  public void start(SipStackImpl stack, Properties properties) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, Threads.daemon("sip-transaction-timer"));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // Now: a thread that starts under a WAR's code keeps that WAR in its access control context
    executor.prestartAllCoreThreads();
    timer = executor;
  }

  @Override
  public boolean schedule(SIPStackTimerTask task, long delay) {
    long millis = delay == TRYING_MILLIS ? delay - TRYING_EARLIER_MILLIS : delay;
    task.setSipTimerTask(timer.schedule(guarded(task), millis, TimeUnit.MILLISECONDS));
    return true;
  }

  @Override
  public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
    task.setSipTimerTask(
        timer.scheduleWithFixedDelay(guarded(task), delay, period, TimeUnit.MILLISECONDS));
    return true;
  }

  private static Runnable guarded(SIPStackTimerTask task) {
    return () -> {
      try {
        task.runTask();
      } catch (Throwable t) {
        LOG.log(Level.ERROR, "A SIP transaction timer failed", t);
      }
    };
  }

  @Override
  public boolean cancel(SIPStackTimerTask task) {
    task.cleanUpBeforeCancel();
    return task.getSipTimerTask() instanceof Future<?> future && future.cancel(false);
  }

  @Override
  public void stop() {
    timer.shutdownNow();
  }

  @Override
  public boolean isStarted() {
    return timer != null && !timer.isShutdown();
  }
}
