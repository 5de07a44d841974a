package org.sipasync.function;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * First step of an operation (rule F1). OpenSIPS expresses the same by a status in a global
 * variable: sync, a file descriptor, no descriptor, no I/O.
 */
public sealed interface Started {

  /**
   * Already finished. The resume route still runs after the handler has returned (rule A13).
   *
   * @param result the result; not null
   */
  record Done(Result result) implements Started {
    public Done {
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * Could not start.
   *
   * @param returnCode negative
   * @param cause the cause, or null
   */
  record NotStarted(int returnCode, Throwable cause) implements Started {
    public NotStarted {
      if (returnCode >= 0) {
        throw new IllegalArgumentException("a failure's return code is below zero: " + returnCode);
      }
    }
  }

  /**
   * Finishes after a delay.
   *
   * @param delay minimum delay; zero or negative means immediately
   * @param result the result; not null
   */
  record OnTimer(Duration delay, Result result) implements Started {
    public OnTimer {
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * Waits for a channel. From now on the event loop owns the channel: it registers it, and closes
   * it whatever the outcome.
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
   * Waits for a stage completed elsewhere, by a client library with its own threads. A stage that
   * completes exceptionally ends the operation with {@link ReturnCodes#ERROR}.
   *
   * @param stage completes with the result; not null
   * @param abort stops the work when its result is no longer needed (deadline, CANCEL, end of the
   *     session); runs at most once, on an event loop, and must not block; not null
   */
  record OnCompletion(CompletionStage<Result> stage, Runnable abort) implements Started {
    public OnCompletion {
      Objects.requireNonNull(stage, "stage");
      Objects.requireNonNull(abort, "abort");
    }
  }

  /**
   * Runs blocking work on the bounded pool, in the application's context; aborted by interrupting
   * its thread.
   *
   * @param work may block; not null
   */
  record OnPool(Callable<Result> work) implements Started {
    public OnPool {
      Objects.requireNonNull(work, "work");
    }
  }
}
