package org.sipasync.payara.own;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.servlet.sip.ar.SipApplicationRouter;
import org.sipasync.Problem;
import org.sipasync.container.routing.RoutedApplication;
import org.sipasync.container.routing.Routers;
import org.sipasync.payara.server.ByClassLoader;
import org.sipasync.support.Failures;

/** Deployed applications, and those of them that get new requests. Thread-safe. */
final class Applications {
  private static final Logger LOG = System.getLogger("org.sipasync");

  private final ConcurrentSkipListMap<String, WarContext> open = new ConcurrentSkipListMap<>();
  private final ByClassLoader<WarContext> all = new ByClassLoader<>();
  private final Set<String> unreachable = new HashSet<>();
  private final RouterSetup setup;

  Applications(RouterSetup setup) {
    this.setup = setup;
  }

  Routers routers() {
    return setup.routers();
  }

  /** Makes an application known to its own code. */
  void add(WarContext war) {
    all.put(war.classLoader(), war);
  }

  /**
   * Opens an application for messages, and uses the application router that it brings.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0206 if its name is taken, SIPA-0111 if its router
   *     cannot be used, SIPA-0230 if another application's is in use
   */
  void open(WarContext war, RoutedApplication deployment) {
    WarContext other = open.putIfAbsent(war.name(), war);
    if (other != null && other != war) {
      throw Problem.APPLICATION_NAME_TAKEN.exception(war.name(), other.path());
    }
    try {
      bringRouter(war);
    } catch (RuntimeException e) {
      open.remove(war.name(), war);
      throw e;
    }
    routers().open(deployment);
    if (setup.dar() != null && !setup.dar().applications().contains(war.name())) {
      String named = String.join(", ", setup.dar().applications());
      LOG.log(Level.WARNING, Problem.NOT_IN_DAR.message(war.name(), setup.location(), named));
    }
    if (setup.isFirst()) {
      tellUnreachable();
    }
  }

  private void bringRouter(WarContext war) {
    RouterSetup.found(war.classLoader())
        .map(RouterSetup::made)
        .ifPresent(router -> bring(war, router));
  }

  private void bring(WarContext war, SipApplicationRouter router) {
    String name = router.getClass().getName();
    String owner;
    try {
      owner = routers().bring(router, war.classLoader(), war.name());
    } catch (RuntimeException | LinkageError e) {
      throw RouterSetup.unusable(name, "init threw " + Failures.describe(e), e);
    }
    if (owner != null) {
      throw Problem.SECOND_ROUTER.exception(war.name(), name, owner);
    }
  }

  /** Tells once of each application which requests go to another that is before it by name. */
  private synchronized void tellUnreachable() {
    unreachable.retainAll(open.keySet());
    for (WarContext war : open.values()) {
      for (WarContext before : open.headMap(war.name()).values()) {
        Set<String> lost = war.methods();
        lost.retainAll(before.methods());
        if (before.hasMainServlet() && !lost.isEmpty() && unreachable.add(war.name())) {
          LOG.log(Level.WARNING, lost(war, lost, before));
        }
      }
    }
  }

  private static String lost(WarContext war, Set<String> lost, WarContext before) {
    String methods = lost.equals(war.methods()) ? "" : String.join(", ", lost) + " ";
    return Problem.NO_NEW_REQUESTS.message(war.name(), methods, before.name());
  }

  /** Finds an application that gets messages, by name. */
  Optional<WarContext> named(String name) {
    return Optional.ofNullable(open.get(name));
  }

  /** Applications that get messages. */
  Collection<WarContext> opened() {
    return open.values();
  }

  /** Gives an application no new messages any more. */
  void close(WarContext war) {
    if (open.remove(war.name(), war)) {
      RoutedApplication deployment = routers().find(war.name());
      if (deployment != null) {
        routers().close(deployment);
      }
    }
  }

  void remove(WarContext war) {
    all.remove(war.classLoader());
  }

  Collection<WarContext> all() {
    return all.all();
  }

  Optional<WarContext> find(ClassLoader loader) {
    return all.find(loader);
  }
}
