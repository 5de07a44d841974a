package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A result file: {@code # key: value} lines about its origin, then CSV. Rewritten with each row, so
 * that nothing is lost when a run is interrupted.
 */
final class Results {
  private final Path file;
  private final Map<String, String> about = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();

  private Results(Path file) {
    this.file = file;
  }

  static Results create(Path directory, String name, Map<String, String> about) throws IOException {
    Files.createDirectories(directory);
    Results results = new Results(directory.resolve(name + ".csv"));
    results.about.putAll(about);
    return results;
  }

  /** Reads the results of an earlier run; without rows if there are none. */
  static Results read(Path directory, String name) throws IOException {
    Results results = new Results(directory.resolve(name + ".csv"));
    if (!Files.exists(results.file)) {
      return results;
    }
    String[] columns = null;
    for (String line : Files.readAllLines(results.file)) {
      if (line.startsWith("# ")) {
        String[] pair = line.substring(2).split(": ", 2);
        results.about.put(pair[0], pair.length > 1 ? pair[1] : "");
      } else if (columns == null) {
        columns = line.split(",");
      } else {
        String[] values = line.split(",", -1);
        Row row = new Row();
        for (int i = 0; i < Math.min(columns.length, values.length); i++) {
          row.with(columns[i], values[i]);
        }
        results.rows.add(row);
      }
    }
    return results;
  }

  void add(Row row) throws IOException {
    rows.add(row);
    write();
  }

  private void write() throws IOException {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.values().keySet()));
    List<String> lines = new ArrayList<>();
    about.forEach((key, value) -> lines.add("# " + key + ": " + value));
    lines.add(String.join(",", columns));
    rows.forEach(row -> lines.add(String.join(",", columns.stream().map(row::get).toList())));
    Files.write(file, lines);
  }

  Map<String, String> about() {
    return about;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  boolean isQuick() {
    return !"full".equals(about.get("mode"));
  }

  List<Row> rows(Predicate<Row> which) {
    return rows.stream().filter(which).toList();
  }

  List<Row> rows() {
    return rows;
  }

  /** Returns the median of a column over matching rows; NaN without any. */
  double median(String column, Predicate<Row> which) {
    double[] values =
        rows.stream()
            .filter(which)
            .mapToDouble(row -> row.number(column))
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    int half = values.length / 2;
    if (values.length == 0) {
      return Double.NaN;
    }
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  /** Returns the minimum and maximum of a column. */
  double[] range(String column, Predicate<Row> which) {
    double[] values =
        rows.stream().filter(which).mapToDouble(row -> row.number(column)).sorted().toArray();
    return values.length == 0
        ? new double[] {Double.NaN, Double.NaN}
        : new double[] {values[0], values[values.length - 1]};
  }
}
