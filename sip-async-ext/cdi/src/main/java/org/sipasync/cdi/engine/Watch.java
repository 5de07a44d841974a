package org.sipasync.cdi.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One thread that looks after the engine now and then. It belongs to no application. */
public final class Watch {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(this::create);

  private Thread create(Runnable work) {
    Thread created = new Thread(null, work, "sip-async-watch", 0, false);
    created.setDaemon(true);
    created.setContextClassLoader(Watch.class.getClassLoader());
    return created;
  }

  /** Has a task run again and again; whatever it does, the watch goes on. */
  public void every(long millis, Runnable task) {
    thread.scheduleWithFixedDelay(() -> run(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      LOG.log(Level.ERROR, "A task of the engine's watch failed; the watch goes on", t);
    }
  }
}
