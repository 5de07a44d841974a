package org.sipasync.payara.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Applications by the class loaders of their WARs. Thread-safe.
 *
 * @param <A> application
 */
public final class ByClassLoader<A> {
  private final Map<ClassLoader, A> applications = new ConcurrentHashMap<>();

  public void put(ClassLoader loader, A application) {
    applications.put(loader, application);
  }

  public void remove(ClassLoader loader) {
    applications.remove(loader);
  }

  /** All applications at this moment. */
  public Collection<A> all() {
    return List.copyOf(applications.values());
  }

  /**
   * Application that a class loader belongs to.
   *
   * @param loader a WAR's class loader or a child of it; null finds nothing
   */
  public Optional<A> find(ClassLoader loader) {
    for (ClassLoader l = loader; l != null; l = l.getParent()) {
      A application = applications.get(l);
      if (application != null) {
        return Optional.of(application);
      }
    }
    return Optional.empty();
  }
}
