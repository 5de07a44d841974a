package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Machine and software of a measurement. */
final class Machine {
  private Machine() {}

  static Map<String, String> about(Workshop workshop, Options options)
      throws IOException, InterruptedException {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("mode", options.mode());
    about.put(
        "date", ZonedDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z")));
    about.put(
        "machine",
        Runtime.getRuntime().availableProcessors()
            + " cores of "
            + first("/proc/cpuinfo", "model name")
            + ", "
            + Long.parseLong(first("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024 / 1024
            + " GB; servers, callers, backend and database share it");
    about.put("system", first("/etc/os-release", "PRETTY_NAME") + ", Linux " + kernel());
    about.put("java", System.getProperty("java.runtime.version"));
    about.put("java-options", String.join(" ", options.java()));
    about.put("source", version(workshop, List.of("git", "rev-parse", "--short", "HEAD"), ".*"));
    about.put("sipp", version(workshop, List.of("sipp", "-v"), "SIPp (v[\\d.]+)"));
    about.put("kamailio", version(workshop, List.of("kamailio", "-v"), "kamailio ([\\d.]+)"));
    about.put("load-before", Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    return about;
  }

  private static String kernel() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/osrelease")).trim();
  }

  private static String first(String file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.replaceFirst("^[^:=]*[:=]", "").replace("\"", "").trim())
          .orElse("0");
    }
  }

  private static String version(Workshop workshop, List<String> command, String pattern)
      throws IOException, InterruptedException {
    Path log = workshop.directory().resolve("version.log");
    try {
      new ProcessBuilder(command)
          .directory(workshop.root().toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start()
          .waitFor();
    } catch (IOException missing) {
      return "missing";
    }
    var matcher = java.util.regex.Pattern.compile(pattern).matcher(Files.readString(log).trim());
    return matcher.find() ? matcher.group(matcher.groupCount()) : "unknown";
  }
}
