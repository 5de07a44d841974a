package org.sipasync.support;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Optional;

/** CDI of the application whose code runs on the calling thread. Thread-safe. */
public final class Cdi {
  private Cdi() {}

  /**
   * The application's bean manager; empty for a WAR without CDI, as one without beans.xml may be.
   */
  public static Optional<BeanManager> manager() {
    try {
      return Optional.of(CDI.current().getBeanManager());
    } catch (IllegalStateException none) {
      return Optional.empty();
    }
  }
}
