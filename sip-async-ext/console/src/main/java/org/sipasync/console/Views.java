package org.sipasync.console;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.sipasync.admin.InFlight;
import org.sipasync.admin.OperationStatistics;
import org.sipasync.admin.Statistics;
import org.sipasync.admin.Timing;

/** JSON views. Times are milliseconds, with a fraction where it matters. */
final class Views {
  private Views() {}

  static JsonObjectBuilder of(InFlight operation) {
    JsonObjectBuilder view =
        Json.createObjectBuilder()
            .add("id", operation.id())
            .add("kind", operation.kind().name())
            .add("application", operation.application())
            .add("callId", operation.callId())
            .add("route", operation.route())
            .add("function", operation.function())
            .add("ageMillis", operation.age().toMillis())
            .add("deadlineMillis", operation.deadline().toMillis())
            .add("loop", operation.loop());
    if (operation.method() != null) {
      view.add("method", operation.method());
    }
    if (operation.partOf() != 0) {
      view.add("partOf", operation.partOf());
    }
    if (operation.description() != null) {
      view.add("description", operation.description());
    }
    return view;
  }

  static JsonObjectBuilder of(Statistics statistics) {
    return Json.createObjectBuilder()
        .add("inFlight", statistics.inFlight())
        .add("shedInMinute", statistics.shedInMinute())
        .add("maxInFlight", statistics.maxInFlight())
        .add("loops", array(statistics.loops(), Views::of))
        .add(
            "pool",
            Json.createObjectBuilder()
                .add("size", statistics.pool().size())
                .add("busy", statistics.pool().busy())
                .add("refused", statistics.pool().refused()))
        .add("threads", of(statistics.threads()))
        .add("circuits", array(statistics.circuits(), Views::of));
  }

  private static JsonObjectBuilder of(Statistics.Threads threads) {
    return Json.createObjectBuilder()
        .add("size", threads.size())
        .add("busy", threads.busy())
        .add("waiting", threads.waiting())
        .add("maxWaiting", threads.maxWaiting())
        .add("refused", threads.refused());
  }

  private static JsonObjectBuilder of(Statistics.Loop loop) {
    return Json.createObjectBuilder()
        .add("number", loop.number())
        .add("lag", of(loop.lag()))
        .add("sinceHeartbeatMillis", millis(loop.sinceHeartbeat()))
        .add("failedTasks", loop.failedTasks());
  }

  private static JsonObjectBuilder of(Statistics.Circuit circuit) {
    return Json.createObjectBuilder()
        .add("application", circuit.application())
        .add("name", circuit.name())
        .add("state", circuit.state().name());
  }

  static JsonObjectBuilder of(OperationStatistics operations) {
    return Json.createObjectBuilder()
        .add("application", operations.application())
        .add("function", operations.function())
        .add("route", operations.route())
        .add("kind", operations.kind().name())
        .add("inFlight", operations.inFlight())
        .add("started", operations.started())
        .add("done", operations.done())
        .add("failed", operations.failed())
        .add("timedOut", operations.timedOut())
        .add("cancelled", operations.cancelled())
        .add("shed", operations.shed())
        .add("late", operations.late())
        .add("time", of(operations.time()))
        .add("resumeDelay", of(operations.resumeDelay()));
  }

  private static JsonObjectBuilder of(Timing timing) {
    return Json.createObjectBuilder()
        .add("count", timing.count())
        .add("totalMillis", millis(timing.total()))
        .add("p50Millis", millis(timing.p50()))
        .add("p95Millis", millis(timing.p95()))
        .add("p99Millis", millis(timing.p99()))
        .add("maxMillis", millis(timing.max()));
  }

  static <T> JsonArrayBuilder array(List<T> all, Function<T, JsonObjectBuilder> view) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    all.forEach(one -> array.add(view.apply(one)));
    return array;
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1_000 / 1_000.0;
  }
}
