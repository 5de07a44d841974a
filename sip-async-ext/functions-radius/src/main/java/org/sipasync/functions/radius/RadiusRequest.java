package org.sipasync.functions.radius;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.HostResolver;
import org.sipasync.support.Failures;

/**
 * One request to the servers, tried in turn until one answers. It consists of parts of the
 * operation (a socket, a timer), which end with it.
 */
final class RadiusRequest {
  private final RequestAttributes attributes;
  private final RadiusSettings settings;
  private final List<RadiusSettings.Server> servers;
  private final HostResolver resolver;
  private final Operation operation;
  private final CompletableFuture<Result> answer = new CompletableFuture<>();

  // --- guarded by this
  private int next;
  private CompletableFuture<List<InetAddress>> lookup;
  private Question asked;
  private Operation.Part socket;
  private Operation.Part timer;
  private int triesLeft;
  private Throwable lastFailure;

  RadiusRequest(RadiusClient client, RequestAttributes attributes, Operation operation) {
    this.attributes = attributes;
    this.settings = client.settings();
    this.servers = attributes.isAccounting() ? settings.acctServers() : settings.authServers();
    this.resolver = client.resolver();
    this.operation = operation;
  }

  CompletableFuture<Result> answer() {
    return answer;
  }

  /** Tries the next server, or fails. */
  void askNext() {
    RadiusSettings.Server server;
    synchronized (this) {
      if (answer.isDone()) {
        return;
      }
      server = next < servers.size() ? servers.get(next++) : null;
    }
    if (server == null) {
      giveUp();
      return;
    }
    CompletableFuture<List<InetAddress>> addresses =
        resolver.addresses(server.host(), settings.tryTimeout()).toCompletableFuture();
    synchronized (this) {
      lookup = addresses;
    }
    if (answer.isDone()) {
      addresses.cancel(false);
    }
    addresses.whenComplete(
        (found, failure) -> {
          if (failure != null) {
            failed(failure);
          } else {
            ask(new InetSocketAddress(found.get(0), server.port()));
          }
        });
  }

  private void ask(InetSocketAddress server) {
    Question question = new Question(attributes, settings, server);
    Operation.Part part;
    synchronized (this) {
      if (answer.isDone()) {
        return;
      }
      asked = question;
      triesLeft = settings.tries() - 1;
      part = operation.start(question);
      socket = part;
    }
    part.result().thenAccept(result -> answered(question, result));
    sendAgainLater(question);
  }

  private void answered(Question question, Result result) {
    synchronized (this) {
      if (asked != question) {
        return; // the next server is being tried
      }
      asked = null;
      stopTimer();
    }
    if (result.returnCode() == ReturnCodes.ERROR && result.cause() instanceof IOException) {
      failed(result.cause()); // port unreachable, or garbage received
    } else {
      answer.complete(result);
    }
  }

  private void sendAgainLater(Question question) {
    Operation.Part pause;
    synchronized (this) {
      if (asked != question || answer.isDone()) {
        return;
      }
      pause = operation.start(new Pause(settings.tryTimeout()));
      timer = pause;
    }
    pause
        .result()
        .thenAccept(
            result -> {
              if (result.isOk()) {
                sendAgain(question);
              } else {
                failed(result.cause());
              }
            });
  }

  private void sendAgain(Question question) {
    boolean silent;
    synchronized (this) {
      if (asked != question || answer.isDone()) {
        return;
      }
      silent = triesLeft-- <= 0;
      if (silent) {
        asked = null;
        socket.abort();
        lastFailure = question.silence();
      }
    }
    if (silent) {
      askNext();
    } else {
      question.send();
      sendAgainLater(question);
    }
  }

  private void failed(Throwable failure) {
    synchronized (this) {
      lastFailure = Failures.unwrap(failure);
    }
    askNext();
  }

  private void giveUp() {
    Throwable cause;
    synchronized (this) {
      cause = lastFailure;
    }
    int code = cause instanceof TimeoutException ? ReturnCodes.DEADLINE : ReturnCodes.ERROR;
    answer.complete(Result.failed(code, cause));
  }

  private void stopTimer() {
    if (timer != null) {
      timer.abort();
      timer = null;
    }
  }

  /** Aborts the exchange; the parts end with the operation. */
  void abort() {
    answer.completeExceptionally(new CancellationException("the operation was aborted"));
    CompletableFuture<List<InetAddress>> looking;
    synchronized (this) {
      looking = lookup;
    }
    if (looking != null) {
      looking.cancel(false);
    }
  }
}
