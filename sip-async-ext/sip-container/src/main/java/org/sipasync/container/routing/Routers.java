package org.sipasync.container.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.servlet.sip.ar.SipApplicationRouter;

/**
 * Application router in use, and the deployed applications that it is told of. The container begins
 * with one router; an application may bring another, which is used until that application goes.
 * Thread-safe.
 */
public final class Routers {
  private final ConcurrentSkipListMap<String, RoutedApplication> applications =
      new ConcurrentSkipListMap<>();
  private final RouterFaults faults;
  private final Installed base;

  /** Snapshot of {@link #applications}, because each request asks for it. */
  private volatile Collection<RoutedApplication> inOrder = List.of();

  /** Router of an application, which goes before the base; null if no application has one. */
  private volatile Installed brought;

  /**
   * Router in its class loader.
   *
   * @param owner name of the application that has brought it; null for the base
   */
  record Installed(SipApplicationRouter router, ClassLoader loader, String owner) {
    /** Runs a call of the router with its class loader as the context's. */
    <T> T call(Function<SipApplicationRouter, T> call) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        return call.apply(router);
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    void run(Consumer<SipApplicationRouter> call) {
      call(
          router -> {
            call.accept(router);
            return null;
          });
    }
  }

  /**
   * Starts without applications. The router is initialised here.
   *
   * @param router makes the one that is used unless an application brings one
   * @throws RuntimeException what its init throws
   */
  public Routers(Function<Routers, SipApplicationRouter> router, RouterFaults faults) {
    this.faults = faults;
    SipApplicationRouter made = router.apply(this);
    this.base = new Installed(made, made.getClass().getClassLoader(), null);
    base.run(SipApplicationRouter::init);
  }

  Installed current() {
    Installed own = brought;
    return own == null ? base : own;
  }

  /** The deployed application of a name; null if there is none. */
  public RoutedApplication find(String name) {
    return applications.get(name);
  }

  /** Deployed applications in the order of their names, at this moment. */
  public Collection<RoutedApplication> all() {
    return inOrder;
  }

  private synchronized void copyInOrder() {
    inOrder = List.copyOf(applications.values());
  }

  /** Names of the deployed applications in their order. */
  public List<String> names() {
    return List.copyOf(applications.keySet());
  }

  /**
   * Opens an application for messages, and tells the routers.
   *
   * @return the one that has this name already; null if it is opened
   */
  public RoutedApplication open(RoutedApplication application) {
    RoutedApplication present = applications.putIfAbsent(application.name(), application);
    if (present == null) {
      copyInOrder();
      List<String> names = List.of(application.name());
      tell("applicationDeployed", router -> router.applicationDeployed(names));
    }
    return present;
  }

  /** Gives an application no new messages any more; its router goes, too. */
  public void close(RoutedApplication application) {
    if (applications.remove(application.name(), application)) {
      copyInOrder();
      List<String> names = List.of(application.name());
      tell("applicationUndeployed", router -> router.applicationUndeployed(names));
    }
    takeBack(application.name());
  }

  /**
   * Uses the router that an application brings, from now on. It is initialised, and told of all
   * applications.
   *
   * @return name of another application whose router is in use; null if this one's is now
   * @throws RuntimeException what its init throws
   */
  public synchronized String bring(SipApplicationRouter router, ClassLoader loader, String owner) {
    if (brought != null) {
      return brought.owner;
    }
    Installed made = new Installed(router, loader, owner);
    made.run(SipApplicationRouter::init);
    if (!applications.isEmpty()) {
      tell(made, "applicationDeployed", each -> each.applicationDeployed(names()));
    }
    brought = made;
    return null;
  }

  private synchronized void takeBack(String owner) {
    Installed own = brought;
    if (own != null && own.owner.equals(owner)) {
      brought = null;
      tell(own, "destroy", SipApplicationRouter::destroy);
    }
  }

  /** Ends the routers. */
  public synchronized void destroy() {
    tell("destroy", SipApplicationRouter::destroy);
    brought = null;
  }

  private synchronized void tell(String what, Consumer<SipApplicationRouter> call) {
    List<Installed> all = new ArrayList<>(List.of(base));
    if (brought != null) {
      all.add(brought);
    }
    all.forEach(each -> tell(each, what, call));
  }

  private void tell(Installed installed, String what, Consumer<SipApplicationRouter> call) {
    try {
      installed.run(call);
    } catch (Exception | LinkageError e) {
      String name = installed.router.getClass().getName();
      faults.onFault(what, name + "." + what + " threw " + e);
    }
  }
}
