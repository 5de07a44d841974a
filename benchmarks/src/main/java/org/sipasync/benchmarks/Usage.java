package org.sipasync.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Resources used by a process and its children.
 *
 * @param cpuSeconds user and system time, including that of reaped children
 * @param memory proportional set size in MB: shared pages count once
 * @param threads of all of them
 * @param switches voluntary thread switches of living threads: how often one has slept
 */
record Usage(double cpuSeconds, double memory, int threads, long switches) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER = 11; // counted after the name, which may contain blanks
  private static final int CHILDREN_SYSTEM = 14;

  static Usage of(ProcessHandle process) {
    List<Long> pids =
        Stream.concat(Stream.of(process), process.descendants()).map(ProcessHandle::pid).toList();
    double cpu = 0;
    double memory = 0;
    int threads = 0;
    long switches = 0;
    for (long pid : pids) {
      Path proc = Path.of("/proc/" + pid);
      try {
        cpu += cpu(Files.readString(proc.resolve("stat")));
        threads += (int) field(proc.resolve("status"), "Threads:");
        switches += switches(proc.resolve("task"));
        memory += field(proc.resolve("smaps_rollup"), "Pss:") / 1024.0;
      } catch (IOException gone) {
        // it has ended meanwhile; its parent has its time
      }
    }
    return new Usage(cpu, memory, threads, switches);
  }

  private static long switches(Path tasks) throws IOException {
    long sum = 0;
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : threads.toList()) {
        sum += field(thread.resolve("status"), "voluntary_ctxt_switches:");
      }
    } catch (java.nio.file.NoSuchFileException gone) {
      // a thread has ended meanwhile
    }
    return sum;
  }

  /** Returns CPU seconds only, which is faster. */
  static double cpu(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToDouble(each -> cpu(each.pid()))
        .sum();
  }

  /** CPU seconds of one process; 0 if it is gone. */
  static double cpu(long pid) {
    try {
      return cpu(Files.readString(Path.of("/proc/" + pid + "/stat")));
    } catch (IOException gone) {
      return 0;
    }
  }

  private static double cpu(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int i = USER; i <= CHILDREN_SYSTEM; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static long field(Path file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .orElse(0L);
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    }
  }
}
