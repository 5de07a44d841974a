package org.sipasync.cdi.admin;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.sipasync.admin.Timing;

/**
 * Gauges in a MicroProfile registry over existing counters (rule V1), grouped by owner.
 * Thread-safe.
 */
final class Metrics {
  private static final Map<String, Function<Timing, Duration>> QUANTILES =
      Map.of("0.5", Timing::p50, "0.95", Timing::p95, "0.99", Timing::p99, "1", Timing::max);

  private final MetricRegistry registry;
  private final Map<String, Set<MetricID>> owned = new HashMap<>();

  Metrics(MetricRegistry registry) {
    this.registry = registry;
  }

  /**
   * Adds a metric unless it exists.
   *
   * @param owner its owner, with which it is removed
   */
  synchronized void gauge(
      String owner, String name, String description, Supplier<Number> value, Tag... tags) {
    Set<MetricID> ofOwner = owned.computeIfAbsent(owner, o -> new HashSet<>());
    if (ofOwner.add(new MetricID(name, tags))) {
      registry.gauge(
          Metadata.builder()
              .withName(name)
              .withUnit(MetricUnits.NONE) // part of the names; Payara would add it again
              .withDescription(description)
              .build(),
          value,
          tags);
    }
  }

  /** Adds a time's count, sum and quantiles, as in Prometheus summaries. */
  void timing(String owner, String name, String description, Supplier<Timing> timing, Tag... tags) {
    gauge(owner, name + "_count", description, () -> timing.get().count(), tags);
    gauge(owner, name + "_sum", description, () -> seconds(timing.get().total()), tags);
    QUANTILES.forEach(
        (quantile, value) ->
            gauge(
                owner,
                name,
                description,
                () -> seconds(value.apply(timing.get())),
                tags(tags, new Tag("quantile", quantile))));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  static Tag[] tags(Tag[] some, Tag... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(Tag[]::new);
  }

  /** Removes an owner with all its metrics. */
  synchronized void remove(String owner) {
    Set<MetricID> ofOwner = owned.remove(owner);
    if (ofOwner != null) {
      ofOwner.forEach(registry::remove);
    }
  }

  /** Returns the number of metrics. */
  synchronized int size() {
    return owned.values().stream().mapToInt(Set::size).sum();
  }
}
