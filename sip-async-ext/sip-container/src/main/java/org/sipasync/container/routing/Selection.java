package org.sipasync.container.routing;

import java.util.List;
import org.sipasync.container.message.Routing;
import org.sipasync.sip.message.NameAddr;

/** Next destination of an initial request. Immutable. */
public sealed interface Selection {
  /** To an application of this container. */
  record Next(RoutedApplication application, Routing routing) implements Selection {}

  /**
   * Out of this container.
   *
   * @param routes to be put before those it has, the topmost first; empty if it goes where its own
   *     Routes and Request-URI lead
   */
  record Away(List<NameAddr> routes) implements Selection {
    /** To where the request itself leads. */
    public static final Away AS_IT_IS = new Away(List.of());

    public Away {
      routes = List.copyOf(routes);
    }
  }

  /** Nowhere: it is answered with this status. */
  record Refused(int status) implements Selection {}
}
