package org.sipasync.payara.own;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;
import org.sipasync.function.WarmUp;
import org.sipasync.payara.server.StartUp;

/** Runs all warm-ups of the server ({@code sip.warm-up}), one after the other. */
final class WarmUps {
  private static final Logger LOG = System.getLogger("org.sipasync");

  private WarmUps() {}

  /**
   * Runs the warm-ups on the calling thread, which may belong to no application.
   *
   * @param max time for all; zero: none runs
   */
  static void run(Duration max, RandomGenerator random) {
    if (max.isZero()) {
      return;
    }
    long begin = System.nanoTime();
    List<WarmUp> all = new ArrayList<>(List.of(new SipWarmUp(random)));
    addOthers(all);
    int played = 0;
    for (int i = 0; i < all.size(); i++) {
      Duration left = max.minusNanos(System.nanoTime() - begin);
      if (!left.isNegative()) {
        played += run(all.get(i), left.dividedBy(all.size() - i));
      }
    }
    StartUp.warmedUp(Duration.ofNanos(System.nanoTime() - begin), played);
  }

  private static void addOthers(List<WarmUp> all) {
    try {
      ServiceLoader.load(WarmUp.class, WarmUps.class.getClassLoader()).forEach(all::add);
    } catch (ServiceConfigurationError e) {
      LOG.log(Level.INFO, "A warm-up cannot be loaded, the server starts without it: " + e);
    }
  }

  /** Runs one; what it cannot do the first calls do, as they would without it. */
  private static int run(WarmUp warmUp, Duration max) {
    try {
      return warmUp.run(max);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | LinkageError e) {
      LOG.log(Level.INFO, "A warm-up has failed, the server starts without it: " + e);
      LOG.log(Level.DEBUG, "A warm-up has failed", e);
    }
    return 0;
  }
}
