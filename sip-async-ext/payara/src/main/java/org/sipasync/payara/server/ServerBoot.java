package org.sipasync.payara.server;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts the one SIP server of this process with its first SIP application, and stops it with the
 * process. Thread-safe.
 *
 * @param <S> the server
 */
public final class ServerBoot<S extends AutoCloseable> {
  private S server;
  private RuntimeException failure;

  /** The running server; empty before the first start. */
  public synchronized Optional<S> server() {
    return Optional.ofNullable(server);
  }

  /** Returns the running server, or starts it; a start that failed once is not tried again. */
  public synchronized S start(Callable<S> starter) {
    if (failure != null) {
      throw failure;
    }
    if (server == null) {
      try {
        server = onCleanThread(starter);
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
      Thread stop = new Thread(this::stop, "sip-stop");
      stop.setContextClassLoader(ServerBoot.class.getClassLoader()); // not that of the first WAR
      Runtime.getRuntime().addShutdownHook(stop);
    }
    return server;
  }

  private void stop() {
    try {
      server.close();
    } catch (Exception e) {
      System.getLogger(ServerBoot.class.getName())
          .log(System.Logger.Level.WARNING, "The SIP server did not stop well", e);
    }
  }

  /** Payara's invocation is inherited by new threads: what is started here must not have one. */
  private static <S> S onCleanThread(Callable<S> starter) {
    AtomicReference<S> started = new AtomicReference<>();
    AtomicReference<Exception> failed = new AtomicReference<>();
    Thread boot =
        new Thread(
            null,
            () -> {
              try {
                started.set(starter.call());
              } catch (Exception e) {
                failed.set(e);
              }
            },
            "sip-boot",
            0,
            false);
    boot.setContextClassLoader(ServerBoot.class.getClassLoader());
    boot.start();
    try {
      boot.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the SIP container started", e);
    }
    if (failed.get() instanceof RuntimeException e) {
      throw e;
    }
    if (failed.get() != null) {
      throw new IllegalStateException("The SIP container did not start", failed.get());
    }
    return started.get();
  }
}
