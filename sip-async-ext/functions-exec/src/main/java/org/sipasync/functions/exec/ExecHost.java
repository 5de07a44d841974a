package org.sipasync.functions.exec;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.support.ConcurrencyLimit;
import org.sipasync.support.DaemonThreads;

/** Limit and threads shared by all programs of an {@link Exec}. */
final class ExecHost implements AutoCloseable {
  private static final int STARTERS = 2;
  private static final int IDLE_SECONDS = 10;

  private final ExecSettings settings;
  private final ConcurrencyLimit limit;
  private final ThreadPoolExecutor starters;
  private final ScheduledThreadPoolExecutor killer;

  ExecHost(ExecSettings settings) {
    this.settings = settings;
    this.limit =
        new ConcurrencyLimit(settings.maxProcesses(), "programs", "sip.async.exec.max-processes");
    this.starters =
        new ThreadPoolExecutor(
            STARTERS,
            STARTERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.maxProcesses()),
            DaemonThreads.named("sip-async-exec-start", ExecHost.class));
    starters.allowCoreThreadTimeOut(true);
    this.killer =
        new ScheduledThreadPoolExecutor(
            1, DaemonThreads.named("sip-async-exec-kill", ExecHost.class));
    killer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    killer.allowCoreThreadTimeOut(true);
  }

  ExecSettings settings() {
    return settings;
  }

  ConcurrencyLimit limit() {
    return limit;
  }

  Executor starters() {
    return starters;
  }

  ScheduledExecutorService killer() {
    return killer;
  }

  @Override
  public void close() {
    starters.shutdown();
    killer.shutdown();
  }
}
