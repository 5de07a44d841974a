package org.sipasync.functions.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sipasync.function.Started;
import org.sipasync.function.WarmUp;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;

/**
 * Warms up GETs: plays them on a loop of its own against a server of its own on 127.0.0.1. Public
 * because the service loader refers to it by name.
 */
public final class RestWarmUp implements WarmUp {
  private static final int MAX_CALLS = 20_000;
  private static final int MAX_SILENCE_MILLIS = 60_000;

  private static final byte[] RESPONSE =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nwarm"
          .getBytes(StandardCharsets.US_ASCII);

  private final int max;

  /** Creates the warm-up; for the service loader. */
  public RestWarmUp() {
    this(MAX_CALLS);
  }

  RestWarmUp(int max) {
    this.max = max;
  }

  @Override
  public int run(Duration time) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    int calls = 0;
    EventLoop loop = new EventLoop(System::nanoTime);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Rest rest = Rest.of(RestSettings.defaults());
        LoopThread thread = new LoopThread(loop, "sip-warm-up-loop")) {
      Thread answers = new Thread(() -> answer(server), "sip-warm-up");
      answers.setDaemon(true);
      answers.start();
      Url url = Url.of("http://127.0.0.1:" + server.getLocalPort() + "/warm/{up}");
      while (calls < max && end - System.nanoTime() > 0) {
        HttpCall call = rest.get(url.with("up", Integer.toString(calls))).into("body");
        if (!isAnswered(loop, call, end - System.nanoTime())) {
          break;
        }
        calls++;
      }
    }
    return calls;
  }

  /** Plays a call on the loop's thread and waits for its end, until time is over. */
  private static boolean isAnswered(EventLoop loop, HttpCall call, long nanos)
      throws InterruptedException {
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    loop.execute(() -> start(call.statusInto("status"), answered));
    try {
      return answered.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static void start(HttpCall call, CompletableFuture<Boolean> answered) {
    if (call.start(null) instanceof Started.OnCompletion waiting) {
      waiting
          .stage()
          .whenComplete(
              (result, failure) -> answered.complete(failure == null && result.returnCode() > 0));
    } else {
      answered.complete(false);
    }
  }

  /** Answers all requests of the first connection. */
  private static void answer(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.setSoTimeout(MAX_SILENCE_MILLIS);
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      int ends = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
        if (ends == 2) {
          socket.getOutputStream().write(RESPONSE);
          ends = 0;
        }
      }
    } catch (IOException e) {
      // the client has closed it, or never came: the warm-up is over
    }
  }
}
