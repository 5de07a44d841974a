package org.sipasync.payara;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;
import org.sipasync.admin.ClusterMember;
import org.sipasync.payara.server.ContainerKind;
import org.sipasync.payara.server.StartUp;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.MessageCapture;
import org.sipasync.spi.SipApplicationContext;
import org.sipasync.spi.SipContainer;

/**
 * The container that {@code sip.container} has chosen, as the engine finds it. Public for the
 * service loader. Thread-safe.
 */
public final class ChosenContainer implements SipContainer {
  private static WarContainer chosen;

  /** Chooses with the first application; later ones get the same. */
  static synchronized WarContainer choose(ContainerKind kind) {
    if (chosen == null) {
      chosen =
          ServiceLoader.load(WarContainer.class, ChosenContainer.class.getClassLoader()).stream()
              .map(ServiceLoader.Provider::get)
              .filter(container -> container.kind() == kind)
              .findFirst()
              .orElseThrow(() -> missing(kind));
    }
    return chosen;
  }

  private static SipAsyncException missing(ContainerKind kind) {
    return kind == ContainerKind.RESTCOMM
        ? Problem.NO_ADD_ON.exception("restcomm", "sip-async-restcomm")
        : Problem.NO_CONTAINER.exception();
  }

  private static synchronized Optional<WarContainer> chosen() {
    return Optional.ofNullable(chosen);
  }

  /** The application that runs on the calling thread. */
  static Optional<ServedWar> currentWar() {
    return war(Thread.currentThread().getContextClassLoader());
  }

  /** The application of a WAR's class loader; empty before its start and after its end. */
  static Optional<ServedWar> war(ClassLoader loader) {
    return chosen().flatMap(present -> present.application(loader)).map(ServedWar.class::cast);
  }

  @Override
  public Optional<SipApplicationContext> application(ClassLoader loader) {
    return chosen().flatMap(present -> present.application(loader));
  }

  @Override
  public Optional<ContainerStatus> status() {
    return chosen().flatMap(SipContainer::status);
  }

  @Override
  public List<ClusterMember> clusterMembers() {
    return chosen().map(SipContainer::clusterMembers).orElse(List.of());
  }

  @Override
  public Optional<MessageCapture> capture() {
    return chosen().flatMap(SipContainer::capture);
  }

  @Override
  public Map<String, String> failures() {
    return StartUp.failures();
  }

  @Override
  public void refuseNew(boolean refuse) {
    chosen().ifPresent(present -> present.refuseNew(refuse));
  }
}
