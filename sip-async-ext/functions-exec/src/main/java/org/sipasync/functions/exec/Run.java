package org.sipasync.functions.exec;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.support.ConcurrencyLimit;

/**
 * One running program.
 *
 * <pre>
 *   waiting to be started ──▶ running ──▶ over
 *            │                   │ abort, too much output: TERM, then KILL
 *            └── aborted ────────┴──▶ over
 * </pre>
 */
final class Run extends NuAbstractProcessHandler {
  private final Program program;
  private final ExecHost host;
  private final ConcurrencyLimit.Permit permit;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Sink output = new Sink();
  private final Sink errors = new Sink();
  private final ByteBuffer input;
  private volatile boolean aborted;
  private volatile boolean tooMuch;
  private volatile NuProcess process;

  Run(Program program, ExecHost host, ConcurrencyLimit.Permit permit) {
    this.program = program;
    this.host = host;
    this.permit = permit;
    this.input = ByteBuffer.wrap(program.input());
  }

  CompletionStage<Result> result() {
    return result;
  }

  /** Starts the program; called on a thread that may block. */
  void start() {
    if (aborted) {
      end(Result.failed(ReturnCodes.ERROR, null));
      return;
    }
    Path file = Path.of(program.command().get(0));
    if (!Files.isExecutable(file)) {
      end(failed(file + " does not exist or is not executable"));
      return;
    }
    try {
      NuProcessBuilder builder = new NuProcessBuilder(this, program.command());
      builder.environment().clear();
      builder.environment().putAll(program.environment());
      builder.setCwd(program.directory());
      if (builder.start() == null) {
        end(failed(file + " could not be started"));
      }
    } catch (RuntimeException | Error e) {
      end(Result.failed(ReturnCodes.ERROR, e));
    }
  }

  private static Result failed(String text) {
    return Result.failed(ReturnCodes.ERROR, new IOException(text));
  }

  // --- NuProcess's event threads

  @Override
  public void onStart(NuProcess started) {
    process = started;
    if (input.hasRemaining()) {
      started.wantWrite();
    } else {
      started.closeStdin(false);
    }
    if (aborted) {
      kill();
    }
  }

  @Override
  public boolean onStdinReady(ByteBuffer buffer) {
    int max = Math.min(buffer.remaining(), input.remaining());
    buffer.put(input.slice().limit(max));
    input.position(input.position() + max);
    buffer.flip();
    if (!input.hasRemaining()) {
      process.closeStdin(false);
    }
    return input.hasRemaining();
  }

  @Override
  public void onStdout(ByteBuffer buffer, boolean closed) {
    take(buffer, output);
  }

  @Override
  public void onStderr(ByteBuffer buffer, boolean closed) {
    take(buffer, errors);
  }

  private void take(ByteBuffer buffer, Sink sink) {
    if (!sink.take(buffer, host.settings().maxOutput()) && !tooMuch) {
      tooMuch = true;
      kill();
    }
  }

  @Override
  public void onExit(int status) {
    end(tooMuch ? failed(overLimit()) : exited(status));
  }

  private String overLimit() {
    return "%s wrote more than %d bytes (sip.async.exec.max-output)"
        .formatted(program.command().get(0), host.settings().maxOutput());
  }

  private Result exited(int status) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    if (program.exitAvp() != null) {
      outputs.put(program.exitAvp(), status);
    }
    if (program.errorAvp() != null) {
      outputs.put(program.errorAvp(), errors.text());
    }
    IOException cause =
        status == 0
            ? null
            : new IOException(program.command().get(0) + " ended with status " + status);
    return new Result(
        status == 0 ? ReturnCodes.OK : ReturnCodes.ERROR, output.text(), outputs, cause);
  }

  private void end(Result outcome) {
    if (over.compareAndSet(false, true)) {
      permit.release();
      result.complete(outcome);
    }
  }

  // --- abort

  /** Aborts the program; called on the event loop, does not block. */
  void abort() {
    aborted = true;
    if (process != null) {
      kill();
    }
  }

  private void kill() {
    try {
      host.killer().execute(this::doKill);
    } catch (RejectedExecutionException closed) {
      doKill();
    }
  }

  private void doKill() {
    NuProcess running = process;
    if (over.get() || running == null) {
      return;
    }
    List<ProcessHandle> family = family(running.getPID());
    family.forEach(ProcessHandle::destroy);
    try {
      host.killer()
          .schedule(
              () -> forcibly(running.getPID(), family),
              host.settings().grace().toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      forcibly(running.getPID(), family);
    }
  }

  private static List<ProcessHandle> family(int pid) {
    return ProcessHandle.of(pid)
        .map(parent -> Stream.concat(Stream.of(parent), parent.descendants()).toList())
        .orElse(List.of());
  }

  /** Kills the earlier descendants and those started since. */
  private void forcibly(int pid, List<ProcessHandle> family) {
    family.stream().flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroyForcibly);
    family.forEach(ProcessHandle::destroyForcibly);
    if (!over.get()) {
      family(pid).forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Output of a program on one stream. */
  private static final class Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Appends output; false if it exceeds the limit. */
    synchronized boolean take(ByteBuffer buffer, int max) {
      if (bytes.size() + buffer.remaining() > max) {
        buffer.position(buffer.limit());
        return false;
      }
      byte[] chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
      return true;
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
