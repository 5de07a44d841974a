package org.sipasync.sample.page;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Recent runs of visitors. Limited to one comparison and a few single calls at a time. */
@ApplicationScoped
public class Runs {
  private static final int MAX_REMEMBERED = 32;
  private static final int MAX_SINGLE_CALLS = 8;

  @Resource ManagedThreadFactory threads;

  private final Map<String, Run> runs = new LinkedHashMap<>();

  /** Begins what was ordered; empty if too much is going on. */
  synchronized Optional<Run> start(Order order, InetSocketAddress server) {
    boolean isComparison = order.count() > 0;
    long busy =
        runs.values().stream()
            .filter(run -> !run.isDone() && run instanceof Comparison == isComparison)
            .count();
    if (busy >= (isComparison ? 1 : MAX_SINGLE_CALLS)) {
      return Optional.empty();
    }
    Run run = isComparison ? new Comparison(order) : new SingleCall(order, server);
    forgetOldest();
    runs.put(run.id, run);
    start(run, server);
    return Optional.of(run);
  }

  private void start(Run run, InetSocketAddress server) {
    Thread thread = threads.newThread(() -> run.run(server));
    if (thread == null) {
      run.failed("The server has no thread for it.");
    } else {
      thread.setName("start-page-" + run.id);
      thread.start();
    }
  }

  /** Those that go on are few, so that the oldest that has ended is soon found. */
  private void forgetOldest() {
    if (runs.size() >= MAX_REMEMBERED) {
      runs.values().stream()
          .filter(Run::isDone)
          .findFirst()
          .ifPresent(oldest -> runs.remove(oldest.id));
    }
  }

  synchronized Optional<Run> find(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  @PreDestroy
  synchronized void stop() {
    runs.values().forEach(Run::stop);
  }
}
