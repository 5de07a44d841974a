package org.sipasync.test;

import static org.sipasync.test.UdpCallers.millis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Callers against servers that are killed, stopped and cut off, by a seed; a program for a {@link
 * Namespace}. Ends with 1 if a call got two different final responses, or one that was stored got
 * none.
 */
final class Chaos implements AutoCloseable {
  /** A call whose 100 is older than that when its server fails is stored for certain. */
  private static final long STORED_MILLIS = 5000;

  private static final int MAX_WAIT = 20_000;
  private static final int TIMES = 6;
  private static final long DRAIN_MILLIS = 180_000;

  private final FaultyNodes nodes;
  private final UdpCallers callers = new UdpCallers();
  private final Random random;
  private final Random faultsRandom;
  private final Map<String, Placed> calls = new HashMap<>();

  /** Servers with a fault that is not over yet; guarded by {@link #calls}. */
  private final Set<Integer> failing = new HashSet<>();

  private final List<String> faults = new ArrayList<>();
  private int number;
  private volatile boolean isOver;

  private static final class Placed {
    String user;
    int number;
    long wait;
    int node;
    int times;
    long again;

    /**
     * Time of its server's first failure, or of its placement during one: a server that is cut off
     * takes calls for as long as its lease lasts, and stores none. The greatest value: never.
     */
    long failedAt = Long.MAX_VALUE;

    String id() {
      return user + "-" + number;
    }
  }

  private Chaos(FaultyNodes nodes, long seed) throws IOException {
    this.nodes = nodes;
    this.random = new Random(seed);
    this.faultsRandom = new Random(seed);
  }

  /**
   * Runs.
   *
   * @param args seed, nodes, seconds, calls per second, WAR, heartbeat, and faults such as {@code
   *     cut:0:20} (fault, node, seconds); none: random ones
   */
  public static void main(String[] args) throws Exception {
    long seed = Long.parseLong(args[0]);
    String log = "chaos-" + seed;
    boolean isWell = false;
    try (FaultyNodes nodes =
            new FaultyNodes(number(args[1]), Path.of(args[4]), log, number(args[5]));
        Chaos chaos = new Chaos(nodes, seed)) {
      System.out.println("seed " + seed + ", all nodes are ready");
      Thread faulty = new Thread(() -> chaos.fail(List.of(args).subList(6, args.length)), "faults");
      Thread asking = new Thread(chaos::ask, "dispatcher");
      asking.setDaemon(true);
      asking.start();
      faulty.setDaemon(true);
      faulty.start();
      chaos.call(number(args[2]) * 1000L, number(args[3]), faulty);
      isWell = chaos.judge();
    } catch (Throwable e) {
      e.printStackTrace(System.out);
    }
    System.exit(isWell ? 0 : 1);
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private void ask() {
    try {
      while (true) {
        nodes.ask();
        Thread.sleep(500);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Places calls for some time, repeats those without a 100, and waits for the last ones. */
  private void call(long millis, int rate, Thread faulty) throws Exception {
    long start = millis();
    while (millis() - start < millis) {
      while (number < (millis() - start) * rate / 1000) {
        place();
      }
      repeat();
      Thread.sleep(20);
    }
    isOver = true;
    faulty.join(DRAIN_MILLIS);
    nodes.awaitReady();
    long end = millis() + DRAIN_MILLIS;
    while (millis() < end && calls.values().stream().anyMatch(this::mayBeAnswered)) {
      repeat();
      Thread.sleep(100);
    }
  }

  private boolean mayBeAnswered(Placed call) {
    boolean isHeard = callers.trying.containsKey(call.id()) || call.times < TIMES;
    return isHeard && !callers.finals.containsKey(call.id());
  }

  private void place() throws IOException {
    Placed call = new Placed();
    call.user = random.nextBoolean() ? "once" : "again";
    call.number = number++;
    call.wait = 300 + random.nextInt(MAX_WAIT);
    call.node = -1;
    synchronized (calls) {
      calls.put(call.id(), call);
    }
    send(call);
  }

  private void send(Placed call) throws IOException {
    if (call.node < 0 || !nodes.isReady(call.node)) {
      int first = random.nextInt(nodes.size());
      for (int i = 0; i < nodes.size(); i++) {
        int node = (first + i) % nodes.size();
        call.node = nodes.isReady(node) ? node : call.node;
      }
    }
    call.again = millis() + (500L << call.times++);
    if (call.node >= 0) {
      synchronized (calls) {
        long now = failing.contains(call.node) ? millis() : Long.MAX_VALUE;
        call.failedAt = Math.min(call.failedAt, now);
      }
      callers.invite(nodes.sipPort(call.node), call.user, call.number, call.wait);
    }
  }

  private void repeat() throws IOException {
    long now = millis();
    for (Placed call : calls.values()) {
      boolean isHeard = callers.trying.containsKey(call.id());
      if (!isHeard && !callers.finals.containsKey(call.id()) && call.times < TIMES) {
        if (now >= call.again) {
          send(call);
        }
      }
    }
  }

  private void fail(List<String> script) {
    try {
      if (script.isEmpty()) {
        while (!isOver) {
          Thread.sleep(1000 + faultsRandom.nextInt(5000));
          String fault = List.of("kill", "stop", "cut").get(faultsRandom.nextInt(3));
          fail(fault, faultsRandom.nextInt(nodes.size()), 2 + faultsRandom.nextInt(18));
        }
      }
      for (String one : script) {
        Thread.sleep(3000);
        String[] parts = one.split(":");
        fail(parts[0], number(parts[1]), number(parts[2]));
      }
    } catch (IOException | InterruptedException e) {
      e.printStackTrace(System.out);
      Runtime.getRuntime().halt(1);
    }
  }

  private void fail(String fault, int node, int seconds) throws IOException, InterruptedException {
    System.out.println(fault + " node " + node + " for " + seconds + " s");
    faults.add(fault);
    note(node);
    switch (fault) {
      case "kill" -> {
        nodes.kill(node);
        Thread.sleep(seconds * 1000L);
        nodes.start(node);
      }
      case "stop" -> {
        nodes.signal(node, "STOP");
        Thread.sleep(seconds * 1000L);
        nodes.signal(node, "CONT");
      }
      case "cut" -> {
        nodes.part(node, true);
        Thread.sleep(seconds * 1000L);
        nodes.part(node, false);
      }
      case "heir" -> killWithHeir(node, seconds);
      case "starve" -> starve(seconds);
      default -> throw new IllegalArgumentException(fault);
    }
    nodes.awaitReady();
    synchronized (calls) {
      failing.clear();
    }
  }

  /** Kills a server and, 0.3 s after it has claimed calls, the first of its heirs. */
  private void killWithHeir(int node, int seconds) throws IOException, InterruptedException {
    nodes.kill(node);
    int heir = -1;
    for (long end = millis() + DRAIN_MILLIS; heir < 0 && millis() < end; ) {
      for (int i = 0; i < nodes.size(); i++) {
        heir = i != node && nodes.metric(i, "claimed_total") > 0 ? i : heir;
      }
    }
    Thread.sleep(300);
    System.out.println("kill heir " + heir);
    note(heir);
    nodes.kill(heir);
    Thread.sleep(seconds * 1000L);
    nodes.start(node);
    nodes.start(heir);
  }

  /** Starts many programs that use the processors. */
  private static void starve(int seconds) throws IOException, InterruptedException {
    List<Process> busy = new ArrayList<>();
    for (int i = 0; i < 8 * Runtime.getRuntime().availableProcessors(); i++) {
      busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
    }
    Thread.sleep(seconds * 1000L);
    busy.forEach(Process::destroyForcibly);
  }

  private void note(int node) {
    long now = millis();
    synchronized (calls) {
      failing.add(node);
      calls.values().stream()
          .filter(call -> call.node == node)
          .forEach(call -> call.failedAt = Math.min(call.failedAt, now));
    }
  }

  private boolean judge() {
    long twice = callers.finals.values().stream().filter(each -> each.size() > 1).count();
    int missing = 0;
    int young = 0;
    for (Placed call : calls.values()) {
      Long trying = callers.trying.get(call.id());
      if (!callers.finals.containsKey(call.id())) {
        boolean wasStored = trying != null && call.failedAt - trying > STORED_MILLIS;
        missing += wasStored ? 1 : 0;
        young += wasStored ? 0 : 1;
        System.out.println((wasStored ? "MISSING " : "young ") + call.id());
      }
    }
    callers.finals.values().stream()
        .filter(each -> each.size() > 1)
        .limit(5)
        .map(Set::toString)
        .forEach(System.out::println);
    System.out.printf(
        "calls=%d answered=%d twice=%d missing=%d young=%d faults=%s%n",
        calls.size(), callers.finals.size(), twice, missing, young, faults);
    return twice == 0 && missing == 0 && callers.finals.size() > calls.size() / 2;
  }

  @Override
  public void close() {
    callers.close();
  }
}
