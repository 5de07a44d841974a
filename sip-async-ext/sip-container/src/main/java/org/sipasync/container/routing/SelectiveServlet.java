package org.sipasync.container.routing;

import java.util.Optional;
import java.util.Set;

/** SIP servlet that says which requests it handles, because its class does not. */
public interface SelectiveServlet {
  /** Returns the methods of the requests that it handles, in upper case; empty for all. */
  Optional<Set<String>> methods();
}
