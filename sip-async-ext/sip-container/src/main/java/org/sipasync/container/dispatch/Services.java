package org.sipasync.container.dispatch;

import java.util.Set;
import org.sipasync.container.session.Sessions;

/**
 * What all loops of a container share. Immutable.
 *
 * @param supported option tags that the container and its applications understand
 */
public record Services(
    Sessions sessions, ApplicationChoice applications, Contacts contacts, Set<String> supported) {
  public Services {
    supported = Set.copyOf(supported);
  }
}
