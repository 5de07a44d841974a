package org.sipasync.restcomm;

import java.util.concurrent.ThreadFactory;

/** Threads of the container itself. */
final class Threads {
  private Threads() {}

  /** Makes daemon threads of one name that belong to no application. */
  static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.setContextClassLoader(Threads.class.getClassLoader());
      return thread;
    };
  }
}
