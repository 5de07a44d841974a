package org.sipasync.admin;

import java.time.Duration;
import java.util.Objects;

/**
 * Selects operations that meet all criteria.
 *
 * @param application application name; null for any
 * @param route name of the resume or report route; null for any
 * @param function function name; null for any
 * @param minimumAge minimum time in flight; not null, not negative
 */
public record Filter(String application, String route, String function, Duration minimumAge) {
  /** Matches everything. */
  public static final Filter ALL = new Filter(null, null, null, Duration.ZERO);

  public Filter {
    if (minimumAge.isNegative()) {
      throw new IllegalArgumentException("an age must not be negative: " + minimumAge);
    }
  }

  /** Returns this filter restricted to one application. */
  public Filter ofApplication(String name) {
    return new Filter(Objects.requireNonNull(name, "name"), route, function, minimumAge);
  }

  /** Returns this filter restricted to one route. */
  public Filter ofRoute(String name) {
    return new Filter(application, Objects.requireNonNull(name, "name"), function, minimumAge);
  }

  /** Returns this filter restricted to one function. */
  public Filter ofFunction(String name) {
    return new Filter(application, route, Objects.requireNonNull(name, "name"), minimumAge);
  }

  /** Returns this filter restricted to a minimum time in flight. */
  public Filter olderThan(Duration age) {
    return new Filter(application, route, function, Objects.requireNonNull(age, "age"));
  }
}
