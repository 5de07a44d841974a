package org.sipasync.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Servers of a cluster in a {@link Namespace}, to be killed, stopped, and cut off. */
final class FaultyNodes implements AutoCloseable {
  private static final int GRID_PORT = 5701;
  private static final int FIRST_SIP_PORT = 5060;
  private static final long START_MILLIS = 180_000;

  private final Path war;
  private final String log;
  private final int size;
  private final int heartbeat;
  private final MicroServer[] servers;
  private final boolean[] isReady;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * Starts them.
   *
   * @param log beginning of the names of the log files
   * @param heartbeat milliseconds without a sign after which a server is thought dead
   */
  FaultyNodes(int size, Path war, String log, int heartbeat)
      throws IOException, InterruptedException {
    this.size = size;
    this.heartbeat = heartbeat;
    this.war = war;
    this.log = log;
    this.servers = new MicroServer[size];
    this.isReady = new boolean[size];
    for (int i = 0; i < size; i++) {
      start(i);
    }
    awaitReady();
  }

  private static String address(int node) {
    return "10.77.0." + (node + 1);
  }

  int size() {
    return size;
  }

  int sipPort(int node) {
    return FIRST_SIP_PORT + node;
  }

  /** Starts a server, which joins the others; blocks until it serves. */
  void start(int node) throws IOException {
    String members =
        IntStream.range(0, size)
            .mapToObj(i -> address(i) + ":" + GRID_PORT)
            .collect(Collectors.joining(","));
    servers[node] =
        new MicroServer(
            Path.of("target", log + "-" + node + ".log"),
            war,
            "-Dsip.listen=udp:127.0.0.1:" + sipPort(node),
            "-Dsip.cluster.members=" + members,
            "-Dsip.cluster.bind=" + address(node),
            "-Dsip.cluster.heartbeat=" + heartbeat);
  }

  void kill(int node) {
    isReady[node] = false;
    servers[node].kill();
  }

  void signal(int node, String name) throws IOException, InterruptedException {
    servers[node].signal(name);
  }

  /** Adds or removes the rules that part a server's grid from all others'. */
  void part(int node, boolean isCut) throws IOException, InterruptedException {
    for (int other = 0; other < size; other++) {
      if (other != node) {
        rule(isCut, address(node), address(other));
        rule(isCut, address(other), address(node));
      }
    }
  }

  private static void rule(boolean isCut, String from, String to)
      throws IOException, InterruptedException {
    String verb = isCut ? "add" : "del";
    List<String> command = new ArrayList<>(List.of("ip", "rule", verb, "pref", "10"));
    command.addAll(List.of("from", from, "to", to, "blackhole"));
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(command + " ends with " + code);
    }
  }

  /** Returns a number that a server tells; -1 if it does not answer. */
  long metric(int node, String name) throws InterruptedException {
    URI uri = URI.create("http://localhost:" + servers[node].port() + "/metrics?scope=sip");
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
      String text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      Matcher value =
          Pattern.compile("(?m)^sip_cluster_" + name + "(?:\\{[^}]*})? ([0-9.E]+)").matcher(text);
      return value.find() ? (long) Double.parseDouble(value.group(1)) : -1;
    } catch (IOException silent) {
      return -1;
    }
  }

  /** True if the server was ready when it was last asked: what a dispatcher knows. */
  boolean isReady(int node) {
    return isReady[node];
  }

  /** Asks all servers whether they are ready, as a dispatcher does. */
  void ask() throws InterruptedException {
    for (int i = 0; i < size; i++) {
      isReady[i] = metric(i, "lease") == 1;
    }
  }

  /** Waits until all servers know all others and may answer. */
  void awaitReady() throws InterruptedException {
    long end = UdpCallers.millis() + START_MILLIS;
    for (int i = 0; i < size; i++) {
      while (metric(i, "lease") != 1 || metric(i, "members") != size) {
        if (UdpCallers.millis() > end) {
          throw new AssertionError("node " + i + " has not joined");
        }
        Thread.sleep(200);
      }
    }
  }

  @Override
  public void close() {
    for (MicroServer server : servers) {
      server.kill();
    }
  }
}
