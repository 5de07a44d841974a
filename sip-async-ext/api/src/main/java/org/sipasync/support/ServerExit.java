package org.sipasync.support;

/** Ends the server's JVM. Thread-safe. */
public final class ServerExit {
  private ServerExit() {}

  /** Returns true if the JVM is on its way down. */
  public static boolean hasBegun() {
    Thread hook = new Thread(() -> {}, "sip-async-exit-probe");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException shutdownInProgress) {
      return true;
    }
  }

  /**
   * Initiates the exit of the server as a signal would, and returns; its shutdown hooks do the
   * rest, on a thread that belongs to no application.
   *
   * @param status exit code of the process
   */
  public static void begin(int status) {
    Thread exit = new Thread(null, () -> System.exit(status), "sip-async-exit", 0, false);
    exit.setContextClassLoader(ServerExit.class.getClassLoader());
    exit.start();
  }
}
