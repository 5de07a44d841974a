package org.sipasync.cdi.admin;

import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Tag;
import org.sipasync.admin.OperationStatistics;
import org.sipasync.admin.Timing;
import org.sipasync.core.OperationCounters;

/** Metrics of one application's function, route and kind. */
final class OperationMetrics {
  private final String application;
  private final Tag[] tags;
  private final Recent<OperationStatistics> recent;

  OperationMetrics(OperationCounters counters) {
    application = counters.application();
    recent = new Recent<>(counters::snapshot);
    tags =
        new Tag[] {
          new Tag("application", application),
          new Tag("function", counters.function()),
          new Tag("route", counters.route()),
          new Tag("kind", counters.kind().name().toLowerCase(java.util.Locale.ROOT))
        };
  }

  void register(Metrics metrics) {
    count(metrics, "sip_async_in_flight", "Operations in flight", OperationStatistics::inFlight);
    count(metrics, "sip_async_started_total", "Operations started", OperationStatistics::started);
    ended(metrics, "done", OperationStatistics::done);
    ended(metrics, "failed", OperationStatistics::failed);
    ended(metrics, "timed_out", OperationStatistics::timedOut);
    ended(metrics, "cancelled", OperationStatistics::cancelled);
    ended(metrics, "shed", OperationStatistics::shed);
    count(
        metrics,
        "sip_async_late_total",
        "Outcomes after the end of the operation",
        OperationStatistics::late);
    timing(
        metrics,
        "sip_async_operation_seconds",
        "Time from start to end of an operation",
        OperationStatistics::time);
    timing(
        metrics,
        "sip_async_resume_delay_seconds",
        "Time from the end of an operation to the start of its route",
        OperationStatistics::resumeDelay);
  }

  private void count(
      Metrics metrics,
      String name,
      String description,
      ToLongFunction<OperationStatistics> value,
      Tag... more) {
    metrics.gauge(
        application,
        name,
        description,
        () -> value.applyAsLong(recent.get()),
        Metrics.tags(tags, more));
  }

  private void ended(Metrics metrics, String outcome, ToLongFunction<OperationStatistics> value) {
    count(
        metrics,
        "sip_async_ended_total",
        "Operations ended, by outcome",
        value,
        new Tag("outcome", outcome));
  }

  private void timing(
      Metrics metrics,
      String name,
      String description,
      Function<OperationStatistics, Timing> timing) {
    metrics.timing(application, name, description, () -> timing.apply(recent.get()), tags);
  }
}
