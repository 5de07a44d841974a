package org.sipasync.function;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A function whose main value is also an output named {@code avp}. */
record Into(AsyncFunction function, String avp) implements AsyncFunction, Serializable {

  @Override
  public String name() {
    return function.name();
  }

  @Override
  public Optional<Duration> deadline() {
    return function.deadline();
  }

  @Override
  public boolean isMeantToWait() {
    return function.isMeantToWait();
  }

  @Override
  public boolean isBrief() {
    return function.isBrief();
  }

  @Override
  public Started start(Operation operation) throws Exception {
    Started started = function.start(operation);
    if (started instanceof Started.Done done) {
      return new Started.Done(named(done.result()));
    }
    if (started instanceof Started.OnTimer timer) {
      return new Started.OnTimer(timer.delay(), named(timer.result()));
    }
    if (started instanceof Started.OnChannel on) {
      return new Started.OnChannel(on.channel(), on.interestOps(), new NamedHandler(on.handler()));
    }
    if (started instanceof Started.OnCompletion on) {
      return new Started.OnCompletion(on.stage().thenApply(this::named), on.abort());
    }
    if (started instanceof Started.OnPool pool) {
      Callable<Result> work = pool.work();
      return new Started.OnPool(() -> named(work.call()));
    }
    return started;
  }

  private Result named(Result result) {
    return result != null && result.isOk() ? result.with(avp, result.value()) : result;
  }

  private final class NamedHandler implements ChannelHandler {
    private final ChannelHandler handler;

    NamedHandler(ChannelHandler handler) {
      this.handler = handler;
    }

    @Override
    public Progress onReady(int readyOps) throws Exception {
      Progress progress = handler.onReady(readyOps);
      return progress instanceof Progress.Done done
          ? new Progress.Done(named(done.result()))
          : progress;
    }

    @Override
    public void abort() {
      handler.abort();
    }
  }
}
