package org.sipasync.demo;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Starts the servers, calls them, and shows that on a page, until it is stopped. */
public final class ClusterDemo {
  private static final int MAX_NODES = 5;
  private static final long ASK_MILLIS = 250;
  private static final String SERVER = "sip-async-ext/dist/target/sip-async-micro.jar";

  private ClusterDemo() {}

  /**
   * Runs in the folder of the checkout, after the build.
   *
   * @param args number of nodes, and Java options of the servers; {@code -Ddemo.http}, {@code
   *     -Ddemo.sip} and {@code -Ddemo.grid} are the first ports, one less than the first server's
   *     for the page
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> options = List.of(args).subList(Math.min(1, args.length), args.length);
    int size = args.length == 0 ? 3 : Integer.parseInt(args[0]);
    if (size < 3 || size > MAX_NODES) {
      System.err.println("A cluster has three to " + MAX_NODES + " nodes here");
      System.exit(2);
    }
    List<DemoNode> nodes = nodes(size, options);
    LongSupplier clock = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    DemoCalls calls = new DemoCalls(nodes, clock);
    DemoServers servers = new DemoServers(nodes, calls, clock);
    DemoPage page = open(port(options, "http", 8080), servers);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> nodes.forEach(DemoNode::kill)));
    for (DemoNode node : nodes) {
      node.start();
    }
    System.out.println("Cluster of " + size + ": http://127.0.0.1:" + page.port() + "/");
    while (!Thread.currentThread().isInterrupted()) {
      servers.ask();
      Thread.sleep(ASK_MILLIS);
    }
  }

  private static DemoPage open(int port, DemoServers servers) throws IOException {
    try {
      return new DemoPage(port, servers);
    } catch (BindException taken) {
      System.err.println("HTTP port " + port + " is taken: stop the program that uses it");
      System.exit(1);
      throw taken;
    }
  }

  private static int port(List<String> options, String name, int byDefault) {
    String prefix = "-Ddemo." + name + "=";
    return options.stream()
        .filter(option -> option.startsWith(prefix))
        .map(option -> Integer.parseInt(option.substring(prefix.length())))
        .findFirst()
        .orElse(byDefault);
  }

  private static List<DemoNode> nodes(int size, List<String> options) throws IOException {
    int http = port(options, "http", 8080) + 1;
    int sip = port(options, "sip", 5060);
    int grid = port(options, "grid", 5701);
    String members =
        IntStream.range(grid, grid + size)
            .mapToObj(port -> "127.0.0.1:" + port)
            .collect(Collectors.joining(","));
    Path logs = Files.createDirectories(Path.of("sip-async-ext/cluster-demo/target"));
    List<DemoNode> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String name = "node " + (char) ('A' + i);
      Path log = logs.resolve("node-" + (char) ('a' + i) + ".log");
      List<String> command = command(members, grid + i, sip + i, http + i, options);
      nodes.add(new DemoNode(name, sip + i, http + i, log, command));
    }
    return nodes;
  }

  private static List<String> command(
      String members, int grid, int sip, int http, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx300m"));
    command.add("-Dh2.bindAddress=127.0.0.1");
    command.add("-Dsip.exit-on-failure=true");
    command.add("-Dsip.listen=udp:127.0.0.1:" + sip + ",tcp:127.0.0.1:" + sip);
    command.add("-Dsip.cluster.members=" + members);
    command.add("-Dsip.cluster.port=" + grid);
    command.add("-Dsip.cluster.name=demo-" + members.hashCode());
    command.addAll(options);
    command.addAll(List.of("-jar", SERVER, "--deploy", "sample-app/target/sample-app.war"));
    command.addAll(List.of("--port", Integer.toString(http)));
    command.addAll(List.of("--prebootcommandfile", "sample-app/loopback.txt"));
    return command;
  }
}
