package org.sipasync.demo;

import java.io.IOException;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The nodes and their callers, and what has happened to them. Thread-safe. */
final class DemoServers {
  private static final int CALLS = 1000;

  /** Time for which each call waits: enough to kill a node meanwhile. */
  private static final int WAIT_MILLIS = 20_000;

  private static final int MAX_EVENTS = 8;

  private final List<DemoNode> nodes;
  private final DemoCalls calls;
  private final LongSupplier clock;
  private final Deque<String> events = new ArrayDeque<>();
  private long killedAt = -1;
  private long orphans;
  private long claimedBefore;

  DemoServers(List<DemoNode> nodes, DemoCalls calls, LongSupplier clock) {
    this.nodes = nodes;
    this.calls = calls;
    this.clock = clock;
  }

  int size() {
    return nodes.size();
  }

  synchronized boolean place() {
    boolean isPlaced = calls.place(CALLS, WAIT_MILLIS);
    if (isPlaced) {
      say(CALLS + " calls, each of which waits for " + WAIT_MILLIS / 1000 + " s");
    }
    return isPlaced;
  }

  synchronized void kill(int node) {
    if (nodes.get(node).state() != DemoNode.State.KILLED) {
      claimedBefore = claimed();
      nodes.get(node).kill();
      killedAt = clock.getAsLong();
      orphans = calls.waitingAt(node);
      say("kill -9 of " + nodes.get(node).name() + ", where " + orphans + " calls wait");
    }
  }

  synchronized void start(int node) throws IOException {
    if (nodes.get(node).state() == DemoNode.State.KILLED) {
      nodes.get(node).start();
      say(nodes.get(node).name() + " starts again");
    }
  }

  private long claimed() {
    return nodes.stream().mapToLong(node -> node.metric("claimed")).sum();
  }

  private void say(String event) {
    events.addFirst(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + event);
    if (events.size() > MAX_EVENTS) {
      events.removeLast();
    }
  }

  /** Asks all nodes for their numbers; blocks for some seconds at most. */
  void ask() throws InterruptedException {
    for (DemoNode node : nodes) {
      if (node.state() != DemoNode.State.KILLED) {
        node.ask();
      }
    }
    noteTakeover();
  }

  private synchronized void noteTakeover() {
    long taken = claimed() - claimedBefore;
    if (killedAt >= 0 && orphans > 0 && taken >= orphans) {
      long millis = clock.getAsLong() - killedAt;
      say("the others have taken all %d over, %.1f s later".formatted(taken, millis / 1000.0));
      killedAt = -1;
    }
  }

  /** Describes all for the page. */
  synchronized String json() {
    String all =
        nodes.stream()
            .map(
                node ->
                    """
                    {"name":"%s","state":"%s","sip":%d,"http":%d,"members":%d,"live":%d,\
                    "stored":%d,"claimed":%d}\
                    """
                        .formatted(
                            node.name(),
                            node.state(),
                            node.sipPort(),
                            node.httpPort(),
                            node.metric("members"),
                            node.metric("live"),
                            node.metric("stored"),
                            node.metric("claimed")))
            .collect(Collectors.joining(","));
    String said = events.stream().map(event -> '"' + event + '"').collect(Collectors.joining(","));
    return "{\"nodes\":["
        + all
        + "],\"calls\":\""
        + calls.letters()
        + "\",\"events\":["
        + said
        + "]}";
  }
}
