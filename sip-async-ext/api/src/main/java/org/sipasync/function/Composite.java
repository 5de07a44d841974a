package org.sipasync.function;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Several functions as one (rule C1): started together, with one deadline; losers are aborted. */
record Composite(Mode kind, List<AsyncFunction> functions) implements AsyncFunction, Serializable {

  /** Deciding outcome. */
  enum Mode {
    /** All succeed, or the first failure. */
    ALL,
    /** The first success, or the last failure. */
    ANY,
    /** The first to end. */
    RACE
  }

  Composite {
    functions = List.copyOf(functions);
    if (functions.isEmpty()) {
      throw new IllegalArgumentException(
          "there is nothing to wait for: pass at least one function");
    }
  }

  static Composite of(Mode kind, AsyncFunction... functions) {
    return new Composite(kind, List.of(Objects.requireNonNull(functions, "functions")));
  }

  @Override
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Started start(Operation operation) {
    Gathering gathering = new Gathering();
    for (int i = 0; i < functions.size() && !gathering.decision.isDone(); i++) {
      gathering.add(i, operation.start(functions.get(i)));
    }
    return new Started.OnCompletion(gathering.decision, gathering::abort);
  }

  /** Collects the parts' results, on any thread, until the whole is decided. */
  private final class Gathering {
    final CompletableFuture<Result> decision = new CompletableFuture<>();
    private final List<Operation.Part> parts = new ArrayList<>();
    private final Map<Integer, Result> results = new LinkedHashMap<>();

    void add(int place, Operation.Part part) {
      synchronized (this) {
        parts.add(part);
      }
      part.result().thenAccept(result -> ended(place, result));
      if (decision.isDone()) {
        part.abort();
      }
    }

    private void ended(int place, Result result) {
      Result decided;
      synchronized (this) {
        results.put(place, result);
        decided = decide(result);
      }
      if (decided != null && decision.complete(decided)) {
        abort();
      }
    }

    /** Returns the decision, or null while it is open. */
    private Result decide(Result latest) {
      boolean last = results.size() == functions.size();
      return switch (kind) {
        case RACE -> latest;
        case ANY -> latest.isOk() || last ? latest : null;
        case ALL -> !latest.isOk() ? latest : last ? merged() : null;
      };
    }

    private Result merged() {
      List<Object> values = new ArrayList<>();
      Map<String, Object> outputs = new LinkedHashMap<>();
      for (int i = 0; i < functions.size(); i++) {
        values.add(results.get(i).value());
        outputs.putAll(results.get(i).outputs());
      }
      return new Result(ReturnCodes.OK, values, outputs, null);
    }

    private synchronized void abort() {
      parts.forEach(Operation.Part::abort);
    }
  }
}
