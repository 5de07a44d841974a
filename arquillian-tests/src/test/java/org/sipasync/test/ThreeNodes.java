package org.sipasync.test;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Three servers on loopback that share their calls. */
final class ThreeNodes implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(3);
  private static final int SIZE = 3;

  private final List<MicroServer> servers = new ArrayList<>();
  private final List<Integer> sipPorts = new ArrayList<>();

  /**
   * Starts them, and waits until each may answer calls.
   *
   * @param log beginning of the names of the log files
   * @param options more Java options of each
   */
  ThreeNodes(String log, Path war, String... options) throws IOException {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      ports.add(MicroServer.freePort());
      sipPorts.add(MicroServer.freePort());
    }
    String members =
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    for (int i = 0; i < SIZE; i++) {
      List<String> all = new ArrayList<>();
      all.add("-Dsip.listen=udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d".formatted(sipPorts.get(i)));
      all.add("-Dsip.cluster.members=" + members);
      all.add("-Dsip.cluster.heartbeat=5000");
      all.add("-Dsip.cluster.port=" + ports.get(i));
      all.add("-Dsip.cluster.name=three-" + ports.get(0));
      all.addAll(List.of(options));
      Path file = Path.of("target/" + log + "-" + i + ".log");
      servers.add(new MicroServer(file, war, all.toArray(String[]::new)));
    }
    for (MicroServer server : servers) {
      await().atMost(LONG).until(() -> metric(server, "lease") == 1);
    }
  }

  MicroServer server(int node) {
    return servers.get(node);
  }

  List<Integer> sipPorts() {
    return sipPorts;
  }

  int sipPort(int node) {
    return sipPorts.get(node);
  }

  long metric(int node, String name) {
    return metric(servers.get(node), name);
  }

  private static long metric(MicroServer server, String name) {
    String text = server.send("GET", "/metrics?scope=sip", "").body();
    Matcher value =
        Pattern.compile("(?m)^sip_cluster_" + name + "(?:\\{[^}]*})? ([0-9.E]+)").matcher(text);
    return value.find() ? (long) Double.parseDouble(value.group(1)) : -1;
  }

  /** Waits until a node has at least as many calls in its journal, all of them confirmed. */
  void awaitStored(int node, int calls) {
    await().atMost(LONG).until(() -> metric(node, "stored_total") >= calls);
  }

  @Override
  public void close() {
    servers.forEach(MicroServer::close);
  }
}
