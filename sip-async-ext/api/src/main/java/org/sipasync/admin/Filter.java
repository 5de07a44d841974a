package org.sipasync.admin;

import java.time.Duration;
import java.util.Objects;

/**
 * Which operations are meant: those that meet all that is asked.
 *
 * @param application of this application only; null for any
 * @param route going on in this route only; null for any
 * @param function of this function only; null for any
 * @param minimumAge in flight for at least this long; not null, not negative
 */
public record Filter(String application, String route, String function, Duration minimumAge) {
  /** Lets everything through. */
  public static final Filter ALL = new Filter(null, null, null, Duration.ZERO);

  public Filter {
    if (minimumAge.isNegative()) {
      throw new IllegalArgumentException("an age is not negative: " + minimumAge);
    }
  }

  /** This filter, for one application. */
  public Filter ofApplication(String name) {
    return new Filter(Objects.requireNonNull(name, "name"), route, function, minimumAge);
  }

  /** This filter, for one route. */
  public Filter ofRoute(String name) {
    return new Filter(application, Objects.requireNonNull(name, "name"), function, minimumAge);
  }

  /** This filter, for one function. */
  public Filter ofFunction(String name) {
    return new Filter(application, route, Objects.requireNonNull(name, "name"), minimumAge);
  }

  /** This filter, for what is in flight for at least as long. */
  public Filter olderThan(Duration age) {
    return new Filter(application, route, function, Objects.requireNonNull(age, "age"));
  }
}
