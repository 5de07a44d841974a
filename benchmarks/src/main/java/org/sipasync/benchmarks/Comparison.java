package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code benchmarks/run}: ours async on JDK 17 and 25, ours blocking, Kamailio, interleaved. */
final class Comparison {
  private static final List<String> METHODS = List.of("OPTIONS", "INVITE");
  private static final Set<String> INVITE_SEARCHES = Set.of("base", "sleep", "http");

  /** Target with all handlers on container threads; measured only if asked for. */
  private static final String FIRST_CUT = "first-cut";

  private static final int QUICK_RATE = 100;
  private static final int FAST = 5000;
  private static final List<String> SMALL = List.of("-Xmx128m", "-XX:+UseSerialGC");
  private static final int TRANSACTION_SECONDS = 34;
  private static final Duration CALM = Duration.ofSeconds(40);

  private final Options options;
  private final Workshop workshop;
  private final Results results;
  private final Measurement measurement;
  private final int seconds;

  Comparison(Options options, Workshop workshop, Results results) {
    this.options = options;
    this.workshop = workshop;
    this.results = results;
    this.measurement = new Measurement(workshop);
    this.seconds = options.number("seconds", 8, 1);
  }

  void run() throws IOException, InterruptedException {
    Surroundings surroundings = Surroundings.start(workshop);
    results.add(surroundings.backendLoad(options.quick() ? 2 : 10));
    if (!options.has("targets")) {
      coldStart(surroundings);
    }
    List<Target> targets = targets(surroundings);
    warmUp(targets);
    int rounds = options.number("rounds", 3, 1);
    for (int round = 1; round <= rounds; round++) {
      for (Case what : cases()) {
        for (String method : methods()) {
          for (Target target : targets) {
            if (what.runsOn(target.name())) {
              measure("warm", round, target, what, method, rate(what, target), seconds);
            }
          }
        }
      }
    }
    if (!options.quick()) {
      afterwards(targets.get(0));
      once("fast", targets.get(0), FAST);
    }
    if (!options.quick() || !options.has("targets")) {
      small(surroundings);
    }
    if (!options.has("no-search")) {
      search(targets);
    }
  }

  private List<Case> cases() {
    Set<String> wanted = options.words("cases");
    return Case.ALL.stream().filter(c -> wanted.isEmpty() || wanted.contains(c.name())).toList();
  }

  private List<String> methods() {
    Set<String> wanted = options.words("methods");
    return METHODS.stream().filter(m -> wanted.isEmpty() || wanted.contains(m)).toList();
  }

  private int rate(Case what, Target target) {
    int rate = what.rateOn(target.name());
    return options.quick() && !options.has("rate")
        ? Math.min(rate, QUICK_RATE) / (what.name().equals("exec") ? 4 : 1)
        : rate;
  }

  /** Measures a server right after its start, at the full rate. */
  private void coldStart(Surroundings surroundings) throws IOException, InterruptedException {
    try (Micro cold = surroundings.sample("cold", options.java())) {
      Case http = Case.named("http");
      Row row =
          measurement.run(
              new Named(cold, "async"), http, "OPTIONS", rate(http, cold), Math.max(2, seconds));
      record("cold", 1, row.with("start_seconds", cold.startSeconds()));
    }
  }

  private List<Target> targets(Surroundings surroundings) throws IOException, InterruptedException {
    Set<String> wanted = options.words("targets");
    List<Target> targets = new ArrayList<>();
    targets.add(surroundings.sample("async", options.java()));
    if (wanted.contains(FIRST_CUT)) {
      List<String> handedOver = new ArrayList<>(options.java());
      handedOver.add("-Dsip.inline=false");
      targets.add(surroundings.sample(FIRST_CUT, handedOver));
    }
    Optional<Path> newer = jdk25();
    if (newer.isPresent() && (wanted.isEmpty() || wanted.contains("async25"))) {
      List<String> compact = new ArrayList<>(options.java());
      compact.removeIf(option -> option.contains("ZGenerational")); // the only mode there
      compact.add("-XX:+UseCompactObjectHeaders");
      targets.add(surroundings.sample("async25", newer.get(), compact));
    }
    if (wanted.isEmpty() || wanted.contains("blocking")) {
      targets.add(surroundings.sample("blocking", options.java()));
    }
    if (wanted.isEmpty() || wanted.contains("kamailio")) {
      targets.add(Kamailio.start(workshop));
    }
    return targets;
  }

  /** Finds a JDK 25 beside this one. */
  private static Optional<Path> jdk25() throws IOException {
    Path beside = Path.of(System.getProperty("java.home")).toRealPath().getParent();
    try (Stream<Path> homes = Files.list(beside)) {
      return homes
          .filter(home -> home.getFileName().toString().matches(".*\\b25\\b.*"))
          .filter(home -> Files.isExecutable(home.resolve("bin/jcmd")))
          .findFirst();
    }
  }

  private void warmUp(List<Target> targets) throws IOException, InterruptedException {
    boolean isBrief = options.quick() && !options.has("warm-up");
    double time = isBrief ? 0.5 : options.number("warm-up", 6, 6);
    for (Target target : targets) {
      for (Case what : cases()) {
        for (String method : methods()) {
          if (what.runsOn(target.name()) && !target.name().equals("kamailio")) {
            measure("warm-up", 0, target, what, method, rate(what, target), time);
          }
        }
      }
    }
  }

  private void measure(
      String kind, int round, Target target, Case what, String method, int rate, double time)
      throws IOException, InterruptedException {
    record(kind, round, measurement.run(target, what, method, rate, time));
    Probe.awaitCalm(target.port(), Case.calmUser(target.name()), CALM);
  }

  private void record(String kind, int round, Row row) throws IOException {
    System.out.println("  " + kind + " " + Measurement.line(row));
    results.add(
        row.with("kind", kind)
            .with("round", round)
            .with("ended", ZonedDateTime.now().toLocalTime().truncatedTo(ChronoUnit.SECONDS)));
  }

  /** Measures the cost of releasing transactions, 32 s later, which the other runs exclude. */
  private void afterwards(Target target) throws IOException, InterruptedException {
    for (String method : methods()) {
      Thread.sleep(TRANSACTION_SECONDS * 1000L);
      double before = Usage.cpu(target.process());
      Thread.sleep(10_000);
      double idle = (Usage.cpu(target.process()) - before) / 10;
      Case base = Case.named("base");
      Row row = measurement.run(target, base, method, base.rate(), seconds);
      double atEnd = Usage.cpu(target.process());
      Thread.sleep(TRANSACTION_SECONDS * 1000L);
      double used = Usage.cpu(target.process()) - atEnd - idle * TRANSACTION_SECONDS;
      record(
          "afterwards",
          1,
          row.with("idle_cores", idle).with("afterwards_per_1000", used * 1000 / row.number("ok")));
    }
  }

  /** Measures HTTP at another rate. */
  private void once(String kind, Target target, int rate) throws IOException, InterruptedException {
    if (cases().contains(Case.named("http"))) {
      measure(kind, 1, target, Case.named("http"), "OPTIONS", rate, 2 * seconds);
    }
  }

  /** Measures the memory of a server with little heap. */
  private void small(Surroundings surroundings) throws IOException, InterruptedException {
    try (Micro small = surroundings.sample("small", SMALL)) {
      once("small", new Named(small, "async"), rate(Case.named("http"), small));
    }
  }

  private void search(List<Target> targets) throws IOException, InterruptedException {
    Search search = new Search(measurement, options.quick() ? 2 : 8, options.number("step", 20, 1));
    Set<String> searched = options.words("search");
    for (Case what : cases()) {
      if (!searched.isEmpty() && !searched.contains(what.name())) {
        continue;
      }
      for (String method : methods()) {
        boolean wanted =
            method.equals("OPTIONS")
                ? !options.quick() || what.name().equals("sleep")
                : !options.quick() && INVITE_SEARCHES.contains(what.name());
        for (Target target : targets) {
          if (wanted && what.runsOn(target.name()) && !target.name().equals("async25")) {
            record("highest", 1, search.highest(target, what, method, first(what, target)));
          }
        }
      }
    }
  }

  /** Returns the first rate of a search, which should be easy. */
  private int first(Case what, Target target) {
    if (options.quick()) {
      return 60;
    }
    if (target.name().equals("blocking")) {
      return what.name().equals("sql") ? 600 : 60;
    }
    return what.name().equals("exec") ? 60 : what.name().equals("sql100") ? 200 : 800;
  }

  /** A server under another name. */
  private record Named(Target server, String name) implements Target {
    @Override
    public int port() {
      return server.port();
    }

    @Override
    public ProcessHandle process() {
      return server.process();
    }

    @Override
    public Allocation allocation() throws IOException, InterruptedException {
      return server.allocation();
    }

    @Override
    public Pauses pauses(long fromMillis, long toMillis) {
      return server.pauses(fromMillis, toMillis);
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
