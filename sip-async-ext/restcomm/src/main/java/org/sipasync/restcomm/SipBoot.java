package org.sipasync.restcomm;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts the one SIP container of this server with its first SIP application, and stops it with the
 * server. Payara loads the extension once, so the container is a static of this class.
 */
final class SipBoot {
  /** Restcomm tells every message at INFO. Held here, or the level would be collected. */
  private static final Logger RESTCOMM_LOG = Logger.getLogger("org.mobicents");

  private static SipServer server;
  private static RuntimeException failure;

  private SipBoot() {}

  static synchronized Optional<SipServer> server() {
    return Optional.ofNullable(server);
  }

  /** The running container; a start that failed once is not tried again. */
  static synchronized SipServer start(SipSettings settings, Executor pool) {
    if (failure != null) {
      throw failure;
    }
    if (server == null) {
      if (RESTCOMM_LOG.getLevel() == null) {
        RESTCOMM_LOG.setLevel(Level.WARNING);
      }
      try {
        server = onCleanThread(settings, pool);
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
      Thread stop = new Thread(server::close, "sip-stop");
      stop.setContextClassLoader(SipBoot.class.getClassLoader()); // not that of the first WAR
      Runtime.getRuntime().addShutdownHook(stop);
    }
    return server;
  }

  /** Payara's invocation is inherited by new threads: what is started here must not have one. */
  private static SipServer onCleanThread(SipSettings settings, Executor pool) {
    AtomicReference<SipServer> started = new AtomicReference<>();
    AtomicReference<Exception> failed = new AtomicReference<>();
    Thread boot =
        new Thread(
            null,
            () -> {
              try {
                started.set(new SipServer(settings, pool));
              } catch (Exception e) {
                failed.set(e);
              }
            },
            "sip-boot",
            0,
            false);
    boot.setContextClassLoader(SipBoot.class.getClassLoader());
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
