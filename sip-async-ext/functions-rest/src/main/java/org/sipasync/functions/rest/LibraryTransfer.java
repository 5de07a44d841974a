package org.sipasync.functions.rest;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.sipasync.function.ReturnCodes;
import org.sipasync.support.Failures;

/**
 * One call through Apache's client: resolves the host, connects, transfers. Ends once, with a
 * response, a failure, a timeout or an abort, and then holds no resources.
 */
final class LibraryTransfer implements InFlightCall, PendingExchange {

  private static final int MAX_AGAIN = 3;

  private final RestClient client;
  private volatile LibraryClient library;
  private final HttpRequestParts request;
  private final long startedNanos = System.nanoTime();
  private final CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  // --- guarded by this
  private CompletableFuture<List<InetAddress>> lookup;
  private Future<?> connecting;
  private Future<?> exchange;
  private AsyncExecRuntime connection;
  private HttpTimers.Timer timer;
  private int again;
  private boolean noted;
  private boolean connected;
  private boolean isNewConnection;
  private boolean hasResponse;
  private int found;

  LibraryTransfer(RestClient client, HttpRequestParts request) {
    this.client = client;
    this.request = request;
  }

  @Override
  public CompletionStage<CallOutcome> outcome() {
    return outcome;
  }

  @Override
  public void begin() {
    client.started(this, request.target());
    try {
      library = client.library();
      lookUp();
    } catch (RuntimeException e) { // such as a timer that has been shut down
      failed(e);
    }
  }

  private void lookUp() {
    HttpTarget target = request.target();
    Duration connectTimeout = client.settings().connectTimeout();
    arm(
        target.isTls() ? connectTimeout.plus(client.settings().tlsTimeout()) : connectTimeout,
        ReturnCodes.CONNECT_TIMEOUT,
        "no connection to " + target.destination() + " within ");
    CompletableFuture<List<InetAddress>> asked =
        client.resolver().addresses(target.host(), connectTimeout).toCompletableFuture();
    synchronized (this) {
      lookup = asked;
    }
    if (ended.get()) {
      asked.cancel(true);
    }
    asked.whenComplete(
        (addresses, failure) -> {
          if (failure != null) {
            lookupFailed(failure);
          } else {
            connect(addresses);
          }
        });
  }

  private synchronized void arm(Duration delay, int returnCode, String what) {
    if (timer != null) {
      timer.cancel();
    }
    timer =
        library.after(
            delay,
            () -> {
              TimeoutException cause = new TimeoutException(what + delay.toMillis() + " ms");
              end(new CallOutcome(null, returnCode, cause));
            });
  }

  private void lookupFailed(Throwable failure) {
    end(CallOutcome.of(Failures.unwrap(failure)));
  }

  private void connect(List<InetAddress> addresses) {
    List<InetAddress> good = client.withoutSuspect(request.target(), addresses);
    if (good.isEmpty()) {
      failed(RestClient.suspect(request.target(), addresses));
      return;
    }
    synchronized (this) {
      if (ended.get()) {
        return;
      }
      noted = true;
      library.found().note(request.target().host(), good);
      found = good.size();
    }
    execute();
  }

  private void execute() {
    synchronized (this) {
      connected = false;
      isNewConnection = false;
      hasResponse = false;
    }
    try {
      Future<?> begun = library.execute(request, this, found);
      synchronized (this) {
        exchange = begun;
      }
      if (ended.get() && !begun.isDone()) {
        begun.cancel(true);
      }
    } catch (RuntimeException e) { // such as a closed client
      failed(e);
    }
  }

  @Override
  public void connecting(Future<?> connection) {
    synchronized (this) {
      connecting = connection;
      isNewConnection = true;
    }
    if (ended.get()) {
      connection.cancel(true);
    }
  }

  @Override
  public boolean connected(AsyncExecRuntime made) {
    synchronized (this) {
      connected = true;
      connecting = null;
      connection = made;
    }
    if (ended.get()) {
      made.discardEndpoint();
      return false;
    }
    arm(
        client.settings().transferTimeout(),
        ReturnCodes.DEADLINE,
        "no complete answer from " + request.target().destination() + " within ");
    return true;
  }

  @Override
  public boolean hasEnded() {
    return ended.get();
  }

  @Override
  public synchronized void responded() {
    hasResponse = true;
  }

  @Override
  public long startedNanos() {
    return startedNanos;
  }

  @Override
  public void completed(HttpAnswer answer) {
    forgetExchange();
    end(new CallOutcome(answer, ReturnCodes.OK, null));
  }

  @Override
  public void failed(Exception cause) {
    forgetExchange();
    boolean isStale = isStale();
    if (isStale) {
      library.dropIdle(); // the others have probably been closed, too
    }
    if ((cause instanceof RequestNotExecutedException || isStale && request.isIdempotent())
        && goesOnAgain()) {
      execute();
      return;
    }
    boolean late;
    synchronized (this) {
      late = connected;
    }
    boolean timeout =
        cause instanceof SocketTimeoutException
            || (cause instanceof ConnectException
                && cause.getCause() instanceof SocketTimeoutException);
    int timeoutCode = late ? ReturnCodes.DEADLINE : ReturnCodes.CONNECT_TIMEOUT;
    end(new CallOutcome(null, timeout ? timeoutCode : ReturnCodes.ERROR, cause));
  }

  /**
   * Returns true if a kept connection failed before any of this response arrived: it was dead, or
   * the server had sent stray bytes. An idempotent request may then be retried (RFC 9112, 9.2 and
   * 9.3.1).
   */
  private synchronized boolean isStale() {
    return connected && !isNewConnection && !hasResponse;
  }

  /** Retries if a kept connection was closed before anything was sent, which is safe. */
  private synchronized boolean goesOnAgain() {
    return !ended.get() && again++ < MAX_AGAIN;
  }

  /** Drops a finished exchange, whose cancellation might close a reusable connection. */
  private synchronized void forgetExchange() {
    exchange = null;
    connection = null;
  }

  @Override
  public void cancelled() {
    failed(new CancellationException("the HTTP client was closed"));
  }

  private void end(CallOutcome with) {
    if (letGo()) {
      outcome.complete(with);
    }
  }

  @Override
  public void abort() {
    letGo();
  }

  /** Releases all resources; true the first time. */
  private boolean letGo() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    List<Future<?>> futures;
    HttpTimers.Timer armed;
    AsyncExecRuntime open;
    synchronized (this) {
      open = connection;
      armed = timer;
      futures =
          java.util.stream.Stream.of(lookup, connecting, exchange)
              .filter(java.util.Objects::nonNull)
              .<Future<?>>map(future -> future)
              .toList();
      if (noted) {
        library.found().forget(request.target().host());
      }
    }
    if (armed != null) {
      armed.cancel();
    }
    futures.forEach(future -> future.cancel(true));
    if (open != null) {
      // The cancelled exchange may still hold the connect before it
      open.discardEndpoint();
    }
    client.ended(this);
    return true;
  }
}
