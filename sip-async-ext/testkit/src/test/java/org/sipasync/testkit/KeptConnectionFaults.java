package org.sipasync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;

/**
 * Contract of a function that keeps TCP connections: whatever happens to the connections, every
 * call ends, none gets an answer to anything else, it is well again by itself, and the log stays
 * short. One subclass for each function.
 */
@Tag("F12")
public abstract class KeptConnectionFaults {
  private static final int MAX_LOG = 100_000;
  private static final int CALLS = 100;
  private static final int AT_ONCE = 4;

  private final Bench bench = new Bench(AT_ONCE);
  private final LogCapture log = new LogCapture();
  protected FaultyProxy proxy;
  private AutoCloseable function;

  /** The real server's port on loopback. */
  protected abstract int serverPort();

  /** Makes the function, which keeps connections to a port of loopback. */
  protected abstract AutoCloseable connectTo(int port);

  /**
   * A call that reads; its value's text contains a word.
   *
   * @param word {@code p100} to {@code p199}
   */
  protected abstract AsyncFunction read(String word);

  @BeforeEach
  final void openConnections() throws Exception {
    proxy = new FaultyProxy(serverPort());
    function = connectTo(proxy.port());
    storm();
    isWell();
  }

  @AfterEach
  final void closeAll() throws Exception {
    try {
      assertThat(log.text().length()).as(() -> log.text()).isLessThan(MAX_LOG);
    } finally {
      log.close();
      function.close();
      proxy.close();
      bench.close();
    }
  }

  /** Starts the maximum number of concurrent calls and waits for all. */
  private Map<String, Result> storm() throws Exception {
    Map<String, CompletableFuture<Result>> calls = new LinkedHashMap<>();
    Deque<CompletableFuture<Result>> last = new ArrayDeque<>();
    for (int i = 0; i < CALLS; i++) {
      if (last.size() == AT_ONCE) {
        last.remove().get(60, TimeUnit.SECONDS);
        bench.awaitRoom();
      }
      String word = "p" + (100 + i);
      last.add(bench.start(read(word), Bench.LONG));
      calls.put(word, last.getLast());
    }
    Map<String, Result> results = new LinkedHashMap<>();
    for (Map.Entry<String, CompletableFuture<Result>> call : calls.entrySet()) {
      results.put(call.getKey(), call.getValue().get(60, TimeUnit.SECONDS));
    }
    return results;
  }

  private static boolean isRight(String word, Result result) {
    return result.isOk() && String.valueOf(result.value()).contains(word);
  }

  /** Waits until calls are answered again, all of them and each with its own answer. */
  protected final void isWell() {
    await()
        .untilAsserted(
            () ->
                assertThat(storm())
                    .allSatisfy(
                        (word, result) ->
                            assertThat(isRight(word, result)).as("%s", result).isTrue()));
  }

  protected final void isWellAfter(Runnable fault) throws Exception {
    for (int i = 0; i < 3; i++) {
      fault.run();
      assertThat(storm())
          .allSatisfy(
              (word, result) ->
                  assertThat(!result.isOk() || isRight(word, result)).as("%s", result).isTrue());
      isWell();
    }
  }

  @Test
  @DisplayName("F12: kept connections are reset")
  final void reset() throws Exception {
    isWellAfter(() -> proxy.reset());
  }

  @Test
  @DisplayName("F12: kept connections are half-closed")
  final void halfClosed() throws Exception {
    isWellAfter(() -> proxy.halfClose());
  }

  @Test
  @DisplayName("F12: stray bytes come on kept connections")
  final void strayBytes() throws Exception {
    byte[] noise = "\u0000\u00ff\u0007garbage\r\n\r\n!".getBytes(StandardCharsets.ISO_8859_1);
    isWellAfter(() -> proxy.babble(noise));
  }

  @Test
  @DisplayName("F12: the server resets all connections and takes none, then some again")
  final void full() throws Exception {
    proxy.full();
    storm();
    proxy.room();
    isWell();
  }
}
