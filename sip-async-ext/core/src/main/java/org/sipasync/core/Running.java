package org.sipasync.core;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.function.ChannelHandler;
import org.sipasync.function.Operation;
import org.sipasync.function.Progress;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;

/**
 * An operation under way, and how it is stopped. One implementation for each way an operation can
 * go on (rule F1).
 */
interface Running {
  Logger LOG = System.getLogger(Running.class.getName());

  /** Lets go of what the operation holds; on the loop's thread, once. */
  void abort();

  /** Begins an operation; on the loop's thread. */
  static Running start(
      Suspension suspension, OperationRequest request, Operation operation, EventLoop loop) {
    try {
      return doStart(suspension, request, operation, loop);
    } catch (Throwable t) {
      suspension.complete(Result.failed(ReturnCodes.ERROR, t));
      return () -> {};
    }
  }

  private static Running doStart(
      Suspension suspension, OperationRequest request, Operation operation, EventLoop loop)
      throws Exception {
    Started started = request.function().start(operation);
    if (started instanceof Started.OnTimer timer) {
      return new OnTimer(suspension, timer, loop);
    }
    if (started instanceof Started.OnChannel channel) {
      return new OnChannel(suspension, channel, loop);
    }
    if (started instanceof Started.OnCompletion completion) {
      return new OnCompletion(suspension, completion);
    }
    if (started instanceof Started.OnPool pool) {
      return OnPool.start(suspension, pool.work(), request);
    }
    if (started instanceof Started.NotStarted refused) {
      suspension.complete(Result.failed(refused.returnCode(), refused.cause()));
    } else {
      suspension.complete(started instanceof Started.Done done ? done.result() : null);
    }
    return () -> {};
  }

  /** Waits for time to pass. */
  final class OnTimer implements Running {
    private final EventLoop loop;
    private final TimerQueue.Timer timer;

    OnTimer(Suspension suspension, Started.OnTimer started, EventLoop loop) {
      this.loop = loop;
      this.timer =
          loop.timerAfter(loop.now(), started.delay(), () -> suspension.complete(started.result()));
    }

    @Override
    public void abort() {
      loop.cancel(timer);
    }
  }

  /** Waits for a channel. */
  final class OnChannel implements Running {
    private final Suspension suspension;
    private final EventLoop loop;
    private final ChannelHandler handler;
    private SelectableChannel channel;
    private SelectionKey key;
    private boolean done;

    OnChannel(Suspension suspension, Started.OnChannel started, EventLoop loop) throws IOException {
      this.suspension = suspension;
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
      if (!suspension.isPending()) {
        return;
      }
      try {
        doOnReady(readyOps);
      } catch (Throwable t) {
        suspension.complete(Result.failed(ReturnCodes.ERROR, t));
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
        suspension.complete(progress instanceof Progress.Done end ? end.result() : null);
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
        LOG.log(Level.DEBUG, "A channel did not close", e);
      }
    }
  }

  /** Waits for a completion made elsewhere. */
  final class OnCompletion implements Running {
    private final Runnable abort;
    private volatile boolean done;

    /** The stage's own thread, whichever it is, only ends the suspension. */
    OnCompletion(Suspension suspension, Started.OnCompletion started) {
      abort = started.abort();
      started
          .stage()
          .whenComplete(
              (result, failure) -> {
                done = true;
                suspension.complete(
                    failure == null ? result : Result.failed(ReturnCodes.ERROR, cause(failure)));
              });
    }

    private static Throwable cause(Throwable failure) {
      return failure instanceof CompletionException && failure.getCause() != null
          ? failure.getCause()
          : failure;
    }

    @Override
    public void abort() {
      if (!done) {
        abort.run();
      }
    }
  }

  /** Runs on the pool; stopped by interrupting its thread, and only while it runs this work. */
  final class OnPool implements Running, Runnable {
    private final Suspension suspension;
    private final Callable<Result> work;
    private Thread runner;
    private boolean aborted;

    private OnPool(Suspension suspension, Callable<Result> work) {
      this.suspension = suspension;
      this.work = work;
    }

    static OnPool start(Suspension suspension, Callable<Result> work, OperationRequest request) {
      OnPool running = new OnPool(suspension, work);
      try {
        request.pool().execute(running);
      } catch (RejectedExecutionException full) {
        suspension.shed(full);
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
      suspension.complete(result);
    }

    private synchronized boolean enter() {
      if (!aborted) {
        runner = Thread.currentThread();
      }
      return !aborted;
    }

    /** Takes the interrupt away that was meant for this work. */
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
