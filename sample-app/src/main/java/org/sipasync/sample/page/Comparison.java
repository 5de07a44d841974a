package org.sipasync.sample.page;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sipasync.testkit.phone.Caller;

/** Many calls suspended, then as many that hold their threads: neither disturbs the other. */
final class Comparison extends Run {
  private static final int WARM_UP_CALLS = 400;
  private static final int WARM_UP_PER_SECOND = 200;

  /** True after the JVM's first calls, which are slow and not representative. */
  private static final AtomicBoolean WARM = new AtomicBoolean();

  private final Figures async;
  private final Figures blocking;

  Comparison(Order order) {
    super(order);
    async = figures();
    blocking = figures();
  }

  private Figures figures() {
    return new Figures(order.count(), () -> ManagementFactory.getThreadMXBean().getThreadCount());
  }

  @Override
  void doRun(InetSocketAddress server) throws IOException {
    if (order.count() >= WARM_UP_CALLS && WARM.compareAndSet(false, true)) {
      Order first = order.holdingThread(false).of(WARM_UP_CALLS, WARM_UP_PER_SECOND);
      place(server, first, new Figures(WARM_UP_CALLS, () -> 0));
    }
    place(server, order.holdingThread(false), async);
    place(server, order.holdingThread(true), blocking);
  }

  private static void place(InetSocketAddress server, Order order, Figures figures)
      throws IOException {
    try (Caller caller = new Caller(server, figures)) {
      figures.begin(System.nanoTime());
      caller.place(order.plan(Caller.hostAndPort(server)), order.count(), order.perSecond());
      figures.end(System.nanoTime());
    }
  }

  @Override
  void describe(JsonObjectBuilder json) {
    json.add("count", order.count())
        .add("rate", order.perSecond())
        .add("async", json(async.snapshot()))
        .add("blocking", json(blocking.snapshot()));
  }

  private static JsonObjectBuilder json(Figures.Snapshot figures) {
    JsonObjectBuilder statuses = Json.createObjectBuilder();
    figures.statuses().forEach((status, count) -> statuses.add(status.toString(), count));
    JsonArrayBuilder samples = Json.createArrayBuilder();
    for (Figures.Sample sample : figures.samples()) {
      samples.add(
          Json.createArrayBuilder()
              .add(sample.millis())
              .add(sample.placed())
              .add(sample.answered())
              .add(tenths(sample.median())));
    }
    return Json.createObjectBuilder()
        .add("placed", figures.placed())
        .add("answered", figures.answered())
        .add("failed", figures.failed())
        .add("retransmissions", figures.retransmissions())
        .add("waiting", figures.waiting())
        .add("threads", figures.threads())
        .add("p50", tenths(figures.p50()))
        .add("p99", tenths(figures.p99()))
        .add("millis", figures.millis())
        .add("statuses", statuses)
        .add("samples", samples);
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
