package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * {@code benchmarks/profile}: shares of the server's CPU time and allocations by Flight Recorder,
 * one recording per case. A busy machine changes shares little.
 */
final class Profile {
  private static final String OURS = "org.sipasync.";
  private static final int LINES = 14;

  /** Owners of frames; the first match counts. */
  private static final List<String> OWNERS =
      List.of(
          "org.sipasync.shaded",
          "org.sipasync.functions.rest.shaded",
          "org.sipasync.functions",
          "org.sipasync.sample",
          "org.sipasync",
          "org.jboss.weld",
          "com.sun",
          "fish.payara",
          "org.glassfish",
          "java.util.logging",
          "org.apache",
          "org.postgresql");

  private final Options options;
  private final Workshop workshop;

  Profile(Options options, Workshop workshop) {
    this.options = options;
    this.workshop = workshop;
  }

  void run(Path out) throws IOException, InterruptedException {
    int rate = options.number("rate", 300, 100);
    int seconds = options.number("seconds", 20, 5);
    Set<String> wanted = options.words("cases");
    java.nio.file.Files.createDirectories(out);
    Surroundings surroundings = Surroundings.start(workshop);
    try (Micro server = surroundings.sample("profile", options.java())) {
      Measurement measurement = new Measurement(workshop);
      for (String name : wanted.isEmpty() ? List.of("sleep", "http") : List.copyOf(wanted)) {
        Case what = Case.named(name);
        measurement.run(server, what, "OPTIONS", rate, seconds);
        Path file = out.resolve("profile-" + name + ".jfr").toAbsolutePath();
        jcmd(server, "JFR.start", "name=" + name, "settings=profile");
        Row row = measurement.run(server, what, "OPTIONS", rate, seconds);
        jcmd(server, "JFR.stop", "name=" + name, "filename=" + file);
        System.out.println("\n" + Measurement.line(row) + "\n" + file);
        print(file, row.number("ok"));
      }
    }
  }

  private void jcmd(Target server, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(Long.toString(server.process().pid()));
    command.addAll(List.of(words));
    Child.run(workshop.directory(), "jcmd", command);
  }

  private static void print(Path file, double requests) throws IOException {
    Counted cpu = new Counted("CPU samples", "%");
    Counted memory = new Counted("allocated", "bytes per request");
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        String type = event.getEventType().getName();
        if (event.getStackTrace() != null && !event.getStackTrace().getFrames().isEmpty()) {
          if (type.equals("jdk.ExecutionSample")) {
            cpu.add(event, 1, "");
          } else if (type.equals("jdk.ObjectAllocationSample")) {
            memory.add(
                event, event.getLong("weight"), " of " + event.getClass("objectClass").getName());
          }
        }
      }
    }
    cpu.print(100.0 / Math.max(1, cpu.sum));
    memory.print(1 / requests);
  }

  /** Samples under three headings. */
  private static final class Counted {
    private final String what;
    private final String unit;
    private final Map<String, Double> byOwner = new HashMap<>();
    private final Map<String, Double> byOurs = new HashMap<>();
    private final Map<String, Double> byTop = new HashMap<>();
    private double sum;

    private Counted(String what, String unit) {
      this.what = what;
      this.unit = unit;
    }

    private void add(RecordedEvent event, double weight, String more) {
      List<RecordedFrame> frames = event.getStackTrace().getFrames();
      sum += weight;
      byTop.merge(name(frames.get(0)) + more, weight, Double::sum);
      byOwner.merge(first(frames, Profile::owner, "JDK"), weight, Double::sum);
      byOurs.merge(first(frames, Counted::ours, "(none of ours)") + more, weight, Double::sum);
    }

    private static String first(
        List<RecordedFrame> frames, Function<RecordedFrame, String> naming, String none) {
      return frames.stream()
          .map(naming)
          .filter(java.util.Objects::nonNull)
          .findFirst()
          .orElse(none);
    }

    private static String ours(RecordedFrame frame) {
      String type = frame.getMethod().getType().getName();
      return type.startsWith(OURS) && !type.contains(".shaded.") ? name(frame) : null;
    }

    private void print(double factor) {
      print("by the nearest owner that is not the JDK", byOwner, factor);
      print("by our nearest method", byOurs, factor);
      print("by the topmost method", byTop, factor);
    }

    private void print(String how, Map<String, Double> counted, double factor) {
      System.out.printf("  %s, %s, %s:%n", what, unit, how);
      counted.entrySet().stream()
          .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
          .limit(LINES)
          .forEach(e -> System.out.printf("    %9.1f  %s%n", e.getValue() * factor, e.getKey()));
    }
  }

  private static String owner(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return OWNERS.stream().filter(type::startsWith).findFirst().orElse(null);
  }

  private static String name(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.substring(type.lastIndexOf('.') + 1)
        + "."
        + frame.getMethod().getName()
        + ":"
        + frame.getLineNumber();
  }
}
