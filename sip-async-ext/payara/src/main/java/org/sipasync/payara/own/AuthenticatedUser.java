package org.sipasync.payara.own;

import java.security.Principal;
import java.util.Set;

/**
 * An authenticated user. Immutable.
 *
 * @param roles that the application's store gives
 */
record AuthenticatedUser(String name, Set<String> roles) implements Principal {
  @Override
  public String getName() {
    return name;
  }
}
