package org.sipasync.support;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Optional;

/** Access to the CDI of the calling thread's application. Thread-safe. */
public final class Cdi {
  private Cdi() {}

  /**
   * Returns the application's bean manager; empty for a WAR without CDI, such as one without
   * beans.xml.
   */
  public static Optional<BeanManager> manager() {
    try {
      return Optional.of(CDI.current().getBeanManager());
    } catch (IllegalStateException none) {
      return Optional.empty();
    }
  }
}
