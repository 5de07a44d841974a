package org.sipasync.core;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.function.ChannelHandler;
import org.sipasync.function.Progress;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;
import org.sipasync.support.Failures;

/**
 * A running operation and the way to stop it. One implementation for each kind of {@link Started}
 * (rule F1).
 */
interface ActiveOperation {
  Logger LOG = System.getLogger(ActiveOperation.class.getName());

  /** Receives the outcome of an operation. Thread-safe. */
  interface Completion {
    /** Ends the operation with a result, or with an error if that is null. */
    void complete(Result result);

    /** Ends the operation because the pool is full. */
    void shed(RejectedExecutionException full);

    /** True until the operation has ended, however it did. */
    boolean isPending();
  }

  /** Releases the operation's resources; called once, on the loop thread. */
  void abort();

  /** Starts an operation; called on the loop thread. */
  static ActiveOperation start(
      Completion completion, OperationRequest request, OperationScope scope, EventLoop loop) {
    try {
      return doStart(completion, request, scope, loop);
    } catch (Throwable t) {
      completion.complete(Result.failed(ReturnCodes.ERROR, t));
      return () -> {};
    }
  }

  private static ActiveOperation doStart(
      Completion completion, OperationRequest request, OperationScope scope, EventLoop loop)
      throws Exception {
    Started started = request.function().start(scope);
    if (started instanceof Started.OnTimer timer) {
      return new OnTimer(completion, timer, loop);
    }
    if (started instanceof Started.OnChannel channel) {
      return new OnChannel(completion, channel, loop);
    }
    if (started instanceof Started.OnCompletion stage) {
      return new OnCompletion(completion, stage);
    }
    if (started instanceof Started.OnPool pool) {
      return OnPool.start(completion, pool.work(), request);
    }
    if (started instanceof Started.NotStarted refused) {
      completion.complete(Result.failed(refused.returnCode(), refused.cause()));
    } else {
      completion.complete(started instanceof Started.Done done ? done.result() : null);
    }
    return () -> {};
  }

  /** Waits for a delay. */
  final class OnTimer implements ActiveOperation {
    private final EventLoop loop;
    private final TimerQueue.Timer timer;

    OnTimer(Completion completion, Started.OnTimer started, EventLoop loop) {
      this.loop = loop;
      this.timer =
          loop.timerAfter(loop.now(), started.delay(), () -> completion.complete(started.result()));
    }

    @Override
    public void abort() {
      loop.cancel(timer);
    }
  }

  /** Waits for a channel. */
  final class OnChannel implements ActiveOperation {
    private final Completion completion;
    private final EventLoop loop;
    private final ChannelHandler handler;
    private SelectableChannel channel;
    private SelectionKey key;
    private boolean done;

    OnChannel(Completion completion, Started.OnChannel started, EventLoop loop) throws IOException {
      this.completion = completion;
      this.loop = loop;
      this.handler = started.handler();
      watch(started.channel(), started.interestOps());
    }

    private void watch(SelectableChannel next, int interestOps) throws IOException {
      channel = next;
      try {
        key = loop.register(next, interestOps, this::onReady);
      } catch (IOException | RuntimeException e) {
        close();
        throw e;
      }
    }

    private void onReady(int readyOps) {
      if (!completion.isPending()) {
        return;
      }
      try {
        doOnReady(readyOps);
      } catch (Throwable t) {
        completion.complete(Result.failed(ReturnCodes.ERROR, t));
      }
    }

    private void doOnReady(int readyOps) throws Exception {
      Progress progress = handler.onReady(readyOps);
      if (progress instanceof Progress.GoOn goOn) {
        key.interestOps(goOn.interestOps());
      } else if (progress instanceof Progress.OtherChannel other) {
        close();
        watch(other.channel(), other.interestOps());
      } else {
        done = true;
        completion.complete(progress instanceof Progress.Done end ? end.result() : null);
      }
    }

    @Override
    public void abort() {
      close();
      if (!done) {
        handler.abort();
      }
    }

    private void close() {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "Closing a channel failed", e);
      }
    }
  }

  /** Waits for a stage completed elsewhere. */
  final class OnCompletion implements ActiveOperation {
    private final Runnable abort;
    private volatile boolean done;

    /** Registers the stage, whose thread only ends the operation. */
    OnCompletion(Completion completion, Started.OnCompletion started) {
      abort = started.abort();
      started
          .stage()
          .whenComplete(
              (result, failure) -> {
                done = true;
                completion.complete(
                    failure == null
                        ? result
                        : Result.failed(ReturnCodes.ERROR, Failures.unwrap(failure)));
              });
    }

    @Override
    public void abort() {
      if (!done) {
        abort.run();
      }
    }
  }

  /** Runs on the pool; stopped by interrupting its thread, only during this work. */
  final class OnPool implements ActiveOperation, Runnable {
    private final Completion completion;
    private final Callable<Result> work;
    private Thread runner;
    private boolean aborted;

    private OnPool(Completion completion, Callable<Result> work) {
      this.completion = completion;
      this.work = work;
    }

    static OnPool start(Completion completion, Callable<Result> work, OperationRequest request) {
      OnPool running = new OnPool(completion, work);
      try {
        request.pool().execute(running);
      } catch (RejectedExecutionException full) {
        completion.shed(full);
      }
      return running;
    }

    @Override
    public void run() {
      if (!enter()) {
        return;
      }
      Result result;
      try {
        result = work.call();
      } catch (Throwable t) {
        result = Result.failed(ReturnCodes.ERROR, t);
      } finally {
        leave();
      }
      completion.complete(result);
    }

    private synchronized boolean enter() {
      if (!aborted) {
        runner = Thread.currentThread();
      }
      return !aborted;
    }

    /** Clears the interrupt that was meant for this work. */
    private synchronized void leave() {
      runner = null;
      if (aborted) {
        Thread.interrupted();
      }
    }

    @Override
    public synchronized void abort() {
      aborted = true;
      if (runner != null) {
        runner.interrupt();
      }
    }
  }
}
