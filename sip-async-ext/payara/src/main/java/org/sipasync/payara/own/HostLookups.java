package org.sipasync.payara.own;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.sip.locate.Resolver;
import org.sipasync.support.DaemonThreads;

/**
 * Host names by the JDK: its hosts file, its DNS. Off the loop, by two threads; what waits for them
 * is bounded. There are no NAPTR and SRV records this way.
 */
final class HostLookups implements Resolver {
  private static final int THREADS = 2;
  private static final int MAX_WAITING = 1000;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MAX_WAITING),
          DaemonThreads.named("sip-lookup", HostLookups.class));

  HostLookups() {
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public CompletionStage<List<InetAddress>> addresses(String host) {
    try {
      return CompletableFuture.supplyAsync(() -> lookUp(host), threads);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(full);
    }
  }

  private static List<InetAddress> lookUp(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public CompletionStage<List<Naptr>> naptr(String domain) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<List<Srv>> srv(String name) {
    return CompletableFuture.completedFuture(List.of());
  }
}
