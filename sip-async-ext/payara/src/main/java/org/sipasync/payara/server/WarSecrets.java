package org.sipasync.payara.server;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Optional;
import java.util.Set;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.support.Cdi;

/** The bean of a WAR that knows its users' secrets. In the WAR's context. */
public final class WarSecrets {
  private WarSecrets() {}

  /** Describes why there is not exactly one such bean; empty if there is. */
  public static Optional<String> mistake() {
    int found = Cdi.manager().map(manager -> beans(manager).size()).orElse(0);
    return switch (found) {
      case 0 ->
          Optional.of(
              "the <login-config> needs a CDI bean that implements "
                  + DigestSecrets.class.getName()
                  + ": Payara's realms do not give passwords away");
      case 1 -> Optional.empty();
      default ->
          Optional.of(
              found + " CDI beans implement " + DigestSecrets.class.getName() + ": keep one");
    };
  }

  private static Set<Bean<?>> beans(BeanManager manager) {
    return manager.getBeans(DigestSecrets.class);
  }

  /** The bean; null if there is none. */
  public static DigestSecrets find() {
    return Cdi.manager().map(WarSecrets::reference).orElse(null);
  }

  private static DigestSecrets reference(BeanManager manager) {
    Bean<?> bean = manager.resolve(beans(manager));
    return bean == null
        ? null
        : (DigestSecrets)
            manager.getReference(bean, DigestSecrets.class, manager.createCreationalContext(bean));
  }
}
