package org.sipasync.restcomm;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Optional;

/** CDI of the WAR whose code runs on the calling thread. A WAR without beans.xml may have none. */
final class Cdi {
  private Cdi() {}

  static Optional<BeanManager> beans() {
    try {
      return Optional.of(CDI.current().getBeanManager());
    } catch (IllegalStateException none) {
      return Optional.empty();
    }
  }
}
