package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** SIPp, calling at a steady rate. */
final class Sipp implements AutoCloseable {
  private static final long WATCH_NANOS = 50_000_000;

  private final Child child;
  private final Path statistics;
  private final Path directory;
  private final Order order;
  private final long begin = System.nanoTime();
  private volatile double cpu;

  /**
   * A load to run.
   *
   * @param scenario file in {@code benchmarks/sipp}, without extension
   */
  record Order(
      int port,
      String scenario,
      String user,
      String parameters,
      int rate,
      double seconds,
      boolean isTcp) {
    Order(int port, String scenario, String user, String parameters, int rate, double seconds) {
      this(port, scenario, user, parameters, rate, seconds, false);
    }

    int calls() {
      return (int) Math.max(1, Math.round(rate * seconds));
    }
  }

  /** Outcome of a load. Unfinished calls count as failed. */
  record Outcome(long ok, long failed, long retransmissions, double achieved, double cpu) {}

  private Sipp(Child child, Path directory, Order order) {
    this.child = child;
    this.directory = directory;
    this.statistics = directory.resolve("statistics.csv");
    this.order = order;
  }

  static Sipp start(Workshop workshop, Order order) throws IOException {
    Path directory = Files.createTempDirectory(workshop.directory(), "sipp");
    String file = order.scenario() + ".xml";
    Files.copy(workshop.root().resolve("benchmarks/sipp/" + file), directory.resolve(file));
    List<String> command =
        new ArrayList<>(
            List.of("sipp", "127.0.0.1:" + order.port(), "-sf", file, "-s", order.user()));
    command.addAll(List.of("-key", "uri", order.parameters(), "-i", "127.0.0.1"));
    command.addAll(List.of("-p", "" + workshop.freePort(), "-mp", "" + workshop.freePort()));
    command.addAll(List.of("-r", "" + order.rate(), "-m", "" + order.calls(), "-l", "200000"));
    if (order.isTcp()) {
      command.addAll(List.of("-t", "t1"));
    }
    // Its default of 64 KB drops the burst of answers after a pause of 50 ms
    command.addAll(List.of("-buff_size", "4194304"));
    command.addAll(List.of("-trace_stat", "-stf", "statistics.csv", "-fd", "1"));
    command.addAll(List.of("-trace_rtt", "-rtt_freq", "1", "-nd", "-nostdin"));
    command.addAll(List.of("-watchdog_minor_maxtriggers", "100000"));
    command.addAll(List.of("-watchdog_major_maxtriggers", "100000"));
    Child child = workshop.keep(Child.start(directory, "sipp", command));
    Sipp sipp = new Sipp(child, directory, order);
    Thread watch = new Thread(sipp::watch, "sipp-cpu");
    watch.setDaemon(true);
    watch.start();
    return sipp;
  }

  /** Starts callees of a scenario on a port, until the workshop closes. */
  static int callee(Workshop workshop, String scenario) throws IOException {
    Path directory = Files.createTempDirectory(workshop.directory(), "callee");
    String file = scenario + ".xml";
    Files.copy(workshop.root().resolve("benchmarks/sipp/" + file), directory.resolve(file));
    int port = workshop.freePort();
    List<String> command =
        List.of(
            ("sipp -sf " + file + " -i 127.0.0.1 -p " + port + " -mp " + workshop.freePort())
                .concat(" -buff_size 4194304 -nd -nostdin -l 200000")
                .split(" "));
    workshop.keep(Child.start(directory, "sipp", command));
    return port;
  }

  /** Records its CPU time, which is unavailable after its end. */
  private void watch() {
    while (child.isAlive()) {
      cpu = Math.max(cpu, Usage.cpu(child.handle().pid()));
      LockSupport.parkNanos(WATCH_NANOS);
    }
  }

  /** Waits for the last call to end, for a time after its start; then stops SIPp. */
  Outcome await(Duration patience) throws IOException, InterruptedException {
    long end = begin + (long) (order.seconds() * 1e9) + patience.toNanos();
    while (child.isAlive() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    child.close();
    Map<String, String> last = last();
    long ok = Long.parseLong(last.getOrDefault("SuccessfulCall(C)", "0"));
    long failed = order.calls() - Math.min(order.calls(), ok);
    long again = Long.parseLong(last.getOrDefault("Retransmissions(C)", "0"));
    return new Outcome(ok, failed, again, achieved(), cpu);
  }

  /** The last line of SIPp's statistics, by column. */
  private Map<String, String> last() throws IOException {
    if (!Files.exists(statistics)) {
      throw new IOException("SIPp did not run: " + child.output());
    }
    List<String> lines = Files.readAllLines(statistics, StandardCharsets.ISO_8859_1);
    String[] names = lines.get(0).split(";");
    String[] values = lines.get(lines.size() - 1).split(";");
    Map<String, String> last = new HashMap<>();
    for (int i = 0; i < Math.min(names.length, values.length); i++) {
      last.put(names[i], values[i]);
    }
    return last;
  }

  /** Answers per second, from the first answer to the last. */
  private double achieved() throws IOException {
    double[] times = times("1", 0);
    return times.length < 2
        ? 0
        : (times.length - 1) * 1000 / Math.max(1, times[times.length - 1] - times[0]);
  }

  /**
   * Returns SIPp's record of each answer, in order.
   *
   * @param clock the scenario's rtd, which selects answers
   * @param column 0 for the arrival, 1 for the response time, in ms
   */
  double[] times(String clock, int column) throws IOException {
    Path file;
    try (var files = Files.list(directory)) {
      file = files.filter(f -> f.toString().endsWith("_rtt.csv")).findFirst().orElse(null);
    }
    if (file == null) {
      return new double[0];
    }
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> line.split(";"))
          .filter(fields -> fields.length == 3 && fields[2].equals(clock))
          .filter(fields -> Arrays.stream(fields).allMatch(f -> f.matches("[\\d.]+")))
          .mapToDouble(fields -> Double.parseDouble(fields[column]))
          .sorted()
          .toArray();
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
