package org.sipasync.functions.rest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sipasync.function.ReturnCodes;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;
import org.sipasync.support.Failures;

/**
 * One call over plain TCP, from beginning to end on one event loop: takes a kept connection, or
 * resolves the host and connects; then sends and receives.
 *
 * <p>Confined to the loop thread, except for {@link #abort} and {@link #cancelled}.
 */
final class PlainTransfer implements InFlightCall, HttpConnection.User {
  private static final int MAX_AGAIN = 3;

  private final RestClient client;
  private final LoopPool pool;
  private final EventLoop loop;
  private final HttpRequestParts request;
  private final String destination;
  private final long startedNanos;
  private final CompletableFuture<CallOutcome> outcome = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private CompletableFuture<List<InetAddress>> lookup;
  private HttpConnection connection;
  private TimerQueue.Timer timer;
  private TimerQueue.Timer addressTimer;
  private List<InetAddress> addresses = List.of();
  private int nextAddress;
  private int again;
  private boolean isNewConnection;
  private boolean isSent;

  PlainTransfer(RestClient client, LoopPool pool, HttpRequestParts request) {
    this.client = client;
    this.pool = pool;
    this.loop = pool.loop();
    this.request = request;
    this.destination = request.target().destination();
    this.startedNanos = loop.now();
  }

  @Override
  public CompletionStage<CallOutcome> outcome() {
    return outcome;
  }

  @Override
  public void begin() {
    client.started(this, request.target());
    try {
      execute();
    } catch (RuntimeException e) { // such as of a resolver
      fail(e);
    }
  }

  private void execute() {
    HttpConnection kept = pool.take(destination);
    isNewConnection = kept == null;
    if (isNewConnection) {
      lookUp();
    } else {
      send(kept);
    }
  }

  private void lookUp() {
    Duration connectTimeout = client.settings().connectTimeout();
    arm(connectTimeout, ReturnCodes.CONNECT_TIMEOUT, "no connection to ");
    lookup =
        client.resolver().addresses(request.target().host(), connectTimeout).toCompletableFuture();
    if (lookup.isDone()) {
      lookedUp();
    } else {
      lookup.whenComplete((found, failure) -> loop.execute(this::lookedUp));
    }
  }

  private void lookedUp() {
    if (ended.get()) {
      return;
    }
    try {
      connect(lookup.join());
    } catch (RuntimeException e) {
      fail(Failures.unwrap(e));
    }
  }

  private void connect(List<InetAddress> found) {
    addresses = client.withoutSuspect(request.target(), found);
    nextAddress = 0;
    if (addresses.isEmpty()) {
      fail(RestClient.suspect(request.target(), found));
    } else {
      connectNext();
    }
  }

  /** Several addresses share the time to connect. */
  private void connectNext() {
    InetAddress address = addresses.get(nextAddress++);
    try {
      connection =
          pool.connect(destination, new InetSocketAddress(address, request.target().port()), this);
    } catch (IOException e) {
      failed(e, false);
      return;
    }
    if (nextAddress < addresses.size()) {
      HttpConnection tried = connection;
      addressTimer =
          loop.timerAfter(
              loop.now(),
              client.settings().connectTimeoutEach(addresses.size()),
              () -> {
                tried.close();
                connectNext();
              });
    }
  }

  @Override
  public void connected(HttpConnection made) {
    if (ended.get()) {
      return;
    }
    cancel(addressTimer);
    addressTimer = null;
    send(made);
  }

  private void send(HttpConnection open) {
    connection = open;
    isSent = true;
    arm(client.settings().transferTimeout(), ReturnCodes.DEADLINE, "no complete answer from ");
    open.send(this, request.method(), ByteBuffer.wrap(RequestText.of(request)), startedNanos);
  }

  private void arm(Duration delay, int returnCode, String what) {
    cancel(timer);
    timer = loop.timerAfter(loop.now(), delay, () -> timeOut(delay, returnCode, what));
  }

  private void timeOut(Duration delay, int returnCode, String what) {
    String text = what + destination + " within " + delay.toMillis() + " ms";
    end(new CallOutcome(null, returnCode, new TimeoutException(text)));
  }

  private void cancel(TimerQueue.Timer armed) {
    if (armed != null) {
      loop.cancel(armed);
    }
  }

  @Override
  public void answered(HttpAnswer answer) {
    connection = null;
    end(new CallOutcome(answer, ReturnCodes.OK, null));
  }

  /**
   * Tries the next address, or again on another connection: a kept one that fails before any of the
   * response arrives was dead, and an idempotent request may be repeated (RFC 9112, 9.3.1).
   */
  @Override
  public void failed(IOException cause, boolean hasResponse) {
    connection = null;
    if (ended.get()) {
      return;
    }
    if (!isSent && nextAddress < addresses.size()) {
      cancel(addressTimer);
      addressTimer = null;
      connectNext();
    } else if (!isSent) {
      fail(notConnected(cause));
    } else if (!isNewConnection && !hasResponse) {
      pool.dropIdle(destination); // the others have probably been closed, too
      if (request.isIdempotent() && again++ < MAX_AGAIN) {
        isSent = false;
        execute();
      } else {
        fail(cause);
      }
    } else {
      fail(cause);
    }
  }

  private IOException notConnected(IOException cause) {
    ConnectException named =
        new ConnectException("no connection to " + destination + ": " + cause.getMessage());
    named.initCause(cause);
    return named;
  }

  private void fail(Throwable cause) {
    end(CallOutcome.of(cause));
  }

  private void end(CallOutcome with) {
    if (ended.compareAndSet(false, true)) {
      release();
      outcome.complete(with);
    }
  }

  @Override
  public void abort() {
    if (ended.compareAndSet(false, true)) {
      client.ended(this);
      loop.execute(this::release);
    }
  }

  @Override
  public void cancelled() {
    if (ended.compareAndSet(false, true)) {
      client.ended(this);
      loop.execute(this::release);
      outcome.complete(
          new CallOutcome(
              null, ReturnCodes.ERROR, new CancellationException("the HTTP client was closed")));
    }
  }

  private void release() {
    client.ended(this);
    cancel(timer);
    cancel(addressTimer);
    if (lookup != null && !lookup.isDone()) {
      lookup.cancel(true);
    }
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
