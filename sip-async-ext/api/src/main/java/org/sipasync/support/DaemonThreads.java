package org.sipasync.support;

import java.util.concurrent.ThreadFactory;

/** Creates threads that end with the server and belong to no application. Thread-safe. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /**
   * Returns a factory of daemon threads. They inherit nothing from the creating thread: no context
   * class loader, which would keep an undeployed application in memory, and no inheritable
   * thread-locals.
   *
   * @param name the name of every thread
   * @param owner class whose loader becomes the threads' context class loader
   */
  public static ThreadFactory named(String name, Class<?> owner) {
    return task -> {
      Thread thread = new Thread(null, task, name, 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(owner.getClassLoader());
      return thread;
    };
  }
}
