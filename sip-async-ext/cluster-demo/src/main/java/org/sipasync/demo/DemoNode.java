package org.sipasync.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One server of the demo: a process, and what it tells of itself. Thread-safe. */
final class DemoNode {
  /** States of a node. */
  enum State {
    STARTING,
    READY,
    KILLED
  }

  private static final Duration ASKED_FOR = Duration.ofSeconds(2);
  private static final Pattern METRIC =
      Pattern.compile("(?m)^sip_cluster_(\\w+?)(?:_total)?(?:\\{[^}]*})? ([-0-9.E]+)");

  private final String name;
  private final int sipPort;
  private final int httpPort;
  private final Path log;
  private final List<String> command;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ASKED_FOR)
          .build();
  private volatile Map<String, Long> metrics = Map.of();
  private Process process;

  /**
   * Describes a server that does not run yet.
   *
   * @param log file for its output
   */
  DemoNode(String name, int sipPort, int httpPort, Path log, List<String> command) {
    this.name = name;
    this.sipPort = sipPort;
    this.httpPort = httpPort;
    this.log = log;
    this.command = List.copyOf(command);
  }

  String name() {
    return name;
  }

  int sipPort() {
    return sipPort;
  }

  int httpPort() {
    return httpPort;
  }

  InetSocketAddress sip() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), sipPort);
  }

  /** Starts it, unless it runs. */
  synchronized void start() throws IOException {
    if (process == null || !process.isAlive()) {
      metrics = Map.of();
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    }
  }

  /** Ends it as {@code kill -9} does. */
  synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      metrics = Map.of();
    }
  }

  /** Ends it in good order; blocks for some seconds at most. */
  synchronized void stop() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  /** Returns its state; it is ready while it may answer calls. */
  synchronized State state() {
    if (process == null || !process.isAlive()) {
      return State.KILLED;
    }
    return metric("lease") == 1 ? State.READY : State.STARTING;
  }

  /** Returns a number that it has told; 0 before. */
  long metric(String key) {
    return metrics.getOrDefault(key, 0L);
  }

  /** True once it serves requests. */
  private boolean hasStarted() {
    try {
      return Files.readString(log).contains("ready in");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Asks it for its numbers; blocks for two seconds at most. */
  void ask() throws InterruptedException {
    if (metrics.isEmpty() && !hasStarted()) {
      return;
    }
    URI uri = URI.create("http://127.0.0.1:" + httpPort + "/metrics?scope=sip");
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(ASKED_FOR).build();
      String text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      Map<String, Long> told = new TreeMap<>();
      Matcher each = METRIC.matcher(text);
      while (each.find()) {
        told.put(each.group(1), (long) Double.parseDouble(each.group(2)));
      }
      metrics = told;
    } catch (IOException notThere) {
      metrics = Map.of();
    }
  }
}
