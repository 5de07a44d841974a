package org.sipasync.sample.page;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.UUID;

/** Something that a visitor has ordered. Runs once, on a thread of its own; read by any. */
abstract class Run {
  private static final Logger LOG = System.getLogger(Run.class.getName());

  final String id = UUID.randomUUID().toString();
  final Order order;
  private volatile Thread thread;
  private volatile boolean isDone;
  private volatile String error;

  Run(Order order) {
    this.order = order;
  }

  final void run(InetSocketAddress server) {
    thread = Thread.currentThread();
    try {
      doRun(server);
    } catch (IOException | RuntimeException e) {
      if (!thread.isInterrupted()) {
        LOG.log(Level.WARNING, "The start page could not place its calls", e);
        error = "The calls could not be placed; the server's log says why.";
      }
    } finally {
      if (thread.isInterrupted()) {
        error = "Stopped.";
      }
      isDone = true;
    }
  }

  abstract void doRun(InetSocketAddress server) throws IOException;

  abstract void describe(JsonObjectBuilder json);

  /** Ends it soon; nothing if it has ended. */
  final void stop() {
    Thread running = thread;
    if (running != null && !isDone) {
      running.interrupt();
    }
  }

  final boolean isDone() {
    return isDone;
  }

  /** Gives up before it began. */
  final void failed(String why) {
    error = why;
    isDone = true;
  }

  final JsonObject json() {
    boolean wasDone = isDone; // first: what is described after it is final if this is true
    JsonObjectBuilder json = Json.createObjectBuilder().add("id", id).add("done", wasDone);
    if (error != null) {
      json.add("error", error);
    }
    describe(json);
    return json.build();
  }
}
