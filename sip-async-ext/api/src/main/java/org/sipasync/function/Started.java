package org.sipasync.function;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * How an operation goes on once started (rule F1). OpenSIPS says the same with a status in a global
 * variable: sync, a file descriptor, no descriptor, no I/O.
 */
public sealed interface Started {

  /**
   * Finished already. The resume route still runs after the handler has returned (rule A13).
   *
   * @param result what it came to; not null
   */
  record Done(Result result) implements Started {
    public Done {
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * Could not start.
   *
   * @param returnCode below zero
   * @param cause why, or null
   */
  record NotStarted(int returnCode, Throwable cause) implements Started {
    public NotStarted {
      if (returnCode >= 0) {
        throw new IllegalArgumentException("a failure's return code is below zero: " + returnCode);
      }
    }
  }

  /**
   * Finishes by itself when time has passed; nothing else is waited for.
   *
   * @param delay at least this long, never shorter; zero or negative means at once
   * @param result what it will have come to; not null
   */
  record OnTimer(Duration delay, Result result) implements Started {
    public OnTimer {
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * Waits for a channel. From here on the event loop owns the channel: it registers it and closes
   * it when the operation ends, however it ends.
   *
   * @param channel in non-blocking mode; not null
   * @param interestOps a set of {@link java.nio.channels.SelectionKey} operation bits
   * @param handler called when the channel is ready; not null
   */
  record OnChannel(SelectableChannel channel, int interestOps, ChannelHandler handler)
      implements Started {
    public OnChannel {
      Objects.requireNonNull(channel, "channel");
      Objects.requireNonNull(handler, "handler");
    }
  }

  /**
   * Waits for a completion made elsewhere, by a client library with threads of its own. A stage
   * that ends exceptionally ends the operation with {@link ReturnCodes#ERROR}.
   *
   * @param stage completes with the result; not null
   * @param abort stops the work when nobody waits for it any longer (deadline, CANCEL, session
   *     end); runs at most once, on an event loop, and must not block; not null
   */
  record OnCompletion(CompletionStage<Result> stage, Runnable abort) implements Started {
    public OnCompletion {
      Objects.requireNonNull(stage, "stage");
      Objects.requireNonNull(abort, "abort");
    }
  }

  /**
   * Has no non-blocking form: runs on the bounded pool, in the application's context. Aborted by
   * interrupting its thread.
   *
   * @param work may block; not null
   */
  record OnPool(Callable<Result> work) implements Started {
    public OnPool {
      Objects.requireNonNull(work, "work");
    }
  }
}
