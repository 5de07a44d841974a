package org.sipasync.console;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The watchers of the statistics, which are taken once for all and only while there are any. */
@ApplicationScoped
public class Subscribers {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final int MAX_SUBSCRIBERS = 20;
  private static final long PERIOD_MILLIS = 1_000;

  @Resource private ManagedScheduledExecutorService scheduler;
  @Inject Snapshot snapshot;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private ScheduledFuture<?> ticking;

  /** Returns true below the limit, approximately under concurrent requests. */
  boolean hasRoom() {
    return subscribers.size() < MAX_SUBSCRIBERS;
  }

  synchronized void add(Subscriber subscriber) {
    subscribers.add(subscriber);
    if (ticking == null) {
      ticking =
          scheduler.scheduleWithFixedDelay(this::tick, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    try {
      subscribers.removeIf(Subscriber::isClosed);
      if (!stopIfUnwatched()) {
        byte[] event = ("data: " + snapshot.take() + "\n\n").getBytes(StandardCharsets.UTF_8);
        subscribers.forEach(subscriber -> subscriber.offer(event));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The console's statistics failed; they will be retried", e);
    }
  }

  private synchronized boolean stopIfUnwatched() {
    if (subscribers.isEmpty() && ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
    return ticking == null;
  }

  @PreDestroy
  synchronized void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    subscribers.forEach(Subscriber::close);
  }
}
