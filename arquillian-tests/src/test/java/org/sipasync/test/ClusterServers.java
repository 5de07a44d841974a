package org.sipasync.test;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Three servers of one cluster on loopback. */
final class ClusterServers implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(3);

  private final List<MicroServer> servers = new ArrayList<>();
  private final List<Integer> sipPorts = new ArrayList<>();

  /**
   * Starts them, and waits until they may answer.
   *
   * @param name of their logs and of the cluster
   */
  ClusterServers(String name, Path war) throws IOException {
    this(name, List.of(war, war, war));
  }

  /** Starts them, each with a WAR of its own. */
  ClusterServers(String name, List<Path> wars) throws IOException {
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ports.add(MicroServer.freePort());
      sipPorts.add(MicroServer.freePort());
    }
    String members = "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d".formatted(ports.toArray());
    for (int i = 0; i < 3; i++) {
      servers.add(
          new MicroServer(
              Path.of("target/" + name + "-" + i + ".log"),
              wars.get(i),
              "-Dsip.listen=udp:127.0.0.1:" + sipPorts.get(i),
              "-Dsip.cluster.members=" + members,
              "-Dsip.cluster.heartbeat=5000",
              "-Dsip.cluster.port=" + ports.get(i),
              "-Dsip.cluster.name=" + name + "-" + ports.get(0)));
    }
    for (int i = 0; i < 3; i++) {
      int server = i;
      await().atMost(LONG).until(() -> metric(server, "lease") == 1);
    }
  }

  MicroServer server(int number) {
    return servers.get(number);
  }

  int sipPort(int number) {
    return sipPorts.get(number);
  }

  /** Name that the application has for a server. */
  String node(int number) {
    return "udp:127.0.0.1:" + sipPorts.get(number);
  }

  /** A number of the cluster as a server sees it; -1 before there is one. */
  long metric(int server, String name) {
    String text = servers.get(server).send("GET", "/metrics?scope=sip", "").body();
    Matcher value =
        Pattern.compile("(?m)^sip_cluster_" + name + "(?:\\{[^}]*})? ([0-9.E]+)").matcher(text);
    return value.find() ? (long) Double.parseDouble(value.group(1)) : -1;
  }

  @Override
  public void close() {
    servers.forEach(MicroServer::close);
  }
}
