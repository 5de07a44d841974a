package org.sipasync.cdi.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sipasync.support.DaemonThreads;

/** Thread for periodic tasks of the engine. It belongs to no application. */
public final class Watch {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          DaemonThreads.named("sip-async-watch", Watch.class));

  /** Runs tasks repeatedly, all in one wake-up, with a pause between runs; failures are logged. */
  public void every(long millis, Runnable... tasks) {
    List<Runnable> all = List.of(tasks);
    thread.scheduleWithFixedDelay(
        () -> all.forEach(Watch::run), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      LOG.log(Level.ERROR, "A task of the engine's watch failed; the watch continues", t);
    }
  }
}
