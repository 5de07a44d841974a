package org.sipasync.spi;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The classes of a WAR that the engine checks.
 *
 * @param servlets the classes of its SIP servlets, with or without a base class, as declared
 * @param annotated its concrete classes that carry one of {@link SipEngine#annotations}, whether
 *     they are beans or not; may contain the servlets; errors are reported in this order
 */
public record SipApplicationClasses(List<Class<?>> servlets, Set<Class<?>> annotated) {
  public SipApplicationClasses {
    servlets = List.copyOf(servlets);
    annotated = Collections.unmodifiableSet(new LinkedHashSet<>(annotated));
  }
}
