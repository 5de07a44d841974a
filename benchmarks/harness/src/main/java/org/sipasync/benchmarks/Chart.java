package org.sipasync.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A bar or line chart as SVG, readable on light and dark ground. Values that are not there leave a
 * gap.
 */
final class Chart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 340;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 62;
  private static final int BOTTOM = 44;
  private static final int GRID_LINES = 5;
  private static final String STYLE =
      """
      <style>
        svg { background: #fff; --ink: #1f2328; --faint: #d0d7de; --soft: #59636e;
          --c0: #0969da; --c1: #bc4c00; --c2: #6e7781; --c3: #8250df; }
        @media (prefers-color-scheme: dark) {
          svg { background: #0d1117; --ink: #e6edf3; --faint: #30363d; --soft: #9198a1;
            --c0: #4493f8; --c1: #db6d28; --c2: #8b949e; --c3: #ab7df8; } }
        text { font: 12px system-ui, sans-serif; fill: var(--soft); }
        .title { font-size: 15px; font-weight: 600; fill: var(--ink); }
        .value { font-size: 10px; fill: var(--ink); }
        line { stroke: var(--faint); }
        .s0 { fill: var(--c0); stroke: var(--c0); } .s1 { fill: var(--c1); stroke: var(--c1); }
        .s2 { fill: var(--c2); stroke: var(--c2); } .s3 { fill: var(--c3); stroke: var(--c3); }
        polyline { fill: none !important; stroke-width: 2; }
      </style>
      """;

  private final String title;
  private final boolean isLogarithmic;
  private final List<String> labels = new ArrayList<>();
  private final List<Series> all = new ArrayList<>();

  /** Values, one for each label. */
  private record Series(String name, List<Double> values) {}

  /**
   * @param title what is shown, and its unit
   * @param isLogarithmic whether each grid line is ten times the one below
   */
  Chart(String title, boolean isLogarithmic) {
    this.title = title;
    this.isLogarithmic = isLogarithmic;
  }

  Chart labels(List<String> names) {
    labels.addAll(names);
    return this;
  }

  Chart series(String name, List<Double> values) {
    all.add(new Series(name, values));
    return this;
  }

  private boolean isEmpty() {
    return all.stream().flatMap(s -> s.values().stream()).allMatch(value -> value.isNaN());
  }

  /** As grouped bars, with their values above. */
  void bars(Path file) throws IOException {
    write(file, this::addBars);
  }

  /** As lines with a dot for each value. */
  void lines(Path file) throws IOException {
    write(file, this::addLines);
  }

  private void write(Path file, java.util.function.Consumer<StringBuilder> figures)
      throws IOException {
    if (isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    StringBuilder svg =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n"
                .formatted(WIDTH, HEIGHT, escaped(title)));
    svg.append(STYLE);
    text(svg, LEFT, 22, "title", "start", title);
    legend(svg);
    grid(svg);
    figures.accept(svg);
    for (int i = 0; i < labels.size(); i++) {
      text(svg, LEFT + step() * (i + 0.5), HEIGHT - BOTTOM + 20, "", "middle", labels.get(i));
    }
    Files.writeString(file, svg.append("</svg>\n"));
  }

  private void legend(StringBuilder svg) {
    double x = LEFT;
    for (int i = 0; i < all.size(); i++) {
      svg.append(
          format("<rect class=\"s%d\" x=\"%.1f\" y=\"33\" width=\"10\" height=\"10\"/>%n", i, x));
      text(svg, x + 15, 42, "", "start", all.get(i).name());
      x += 34 + all.get(i).name().length() * 7.2;
    }
  }

  private void grid(StringBuilder svg) {
    double top = top();
    if (isLogarithmic) {
      for (double value = bottom(); value <= top * 1.001; value *= 10) {
        gridLine(svg, value);
      }
    } else {
      for (int i = 0; i <= GRID_LINES; i++) {
        gridLine(svg, top * i / GRID_LINES);
      }
    }
  }

  private void gridLine(StringBuilder svg, double value) {
    double y = y(value);
    svg.append(
        format("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n", LEFT, y, WIDTH - RIGHT, y));
    text(svg, LEFT - 8, y + 4, "", "end", number(value));
  }

  private void addBars(StringBuilder svg) {
    double width = Math.min(54, step() * 0.8 / all.size());
    for (int s = 0; s < all.size(); s++) {
      for (int i = 0; i < labels.size(); i++) {
        double value = all.get(s).values().get(i);
        if (!Double.isNaN(value)) {
          double x = LEFT + step() * (i + 0.5) + width * (s - all.size() / 2.0);
          double y = y(value);
          svg.append(
              format(
                  "<rect class=\"s%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
                  s, x + 1, y, width - 2, Math.max(0.5, HEIGHT - BOTTOM - y)));
          text(svg, x + width / 2, y - 4, "value", "middle", number(value));
        }
      }
    }
  }

  private void addLines(StringBuilder svg) {
    for (int s = 0; s < all.size(); s++) {
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < labels.size(); i++) {
        double value = all.get(s).values().get(i);
        if (!Double.isNaN(value)) {
          double x = LEFT + step() * (i + 0.5);
          points.append(format("%.1f,%.1f ", x, y(value)));
          svg.append(
              format("<circle class=\"s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>%n", s, x, y(value)));
          if (labels.size() <= 12) {
            text(svg, x, y(value) - 8, "value", "middle", number(value));
          }
        }
      }
      svg.append(format("<polyline class=\"s%d\" points=\"%s\"/>%n", s, points.toString().trim()));
    }
  }

  private double step() {
    return (double) (WIDTH - LEFT - RIGHT) / labels.size();
  }

  private double greatest() {
    return all.stream()
        .flatMap(s -> s.values().stream())
        .filter(value -> !value.isNaN())
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(1);
  }

  /** The axis's end: a round number. */
  private double top() {
    double greatest = Math.max(1e-6, greatest());
    double power = Math.pow(10, Math.floor(Math.log10(greatest)));
    if (isLogarithmic) {
      return greatest > power ? power * 10 : power;
    }
    for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
      if (greatest <= power * factor) {
        return power * factor;
      }
    }
    return greatest;
  }

  /** The logarithmic axis's beginning: a power of ten below all values. */
  private double bottom() {
    double least =
        all.stream()
            .flatMap(s -> s.values().stream())
            .filter(value -> value > 0)
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(1);
    return Math.pow(10, Math.floor(Math.log10(least) - 0.0001));
  }

  private double y(double value) {
    double share =
        isLogarithmic
            ? (Math.log10(Math.max(value, bottom())) - Math.log10(bottom()))
                / (Math.log10(top()) - Math.log10(bottom()))
            : value / top();
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }

  private static void text(
      StringBuilder svg, double x, double y, String style, String anchor, String text) {
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" text-anchor=\"%s\">%s</text>%n",
            x, y, style, anchor, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 100 || value == 0) {
      return format("%,.0f", value);
    }
    return size >= 10
        ? format("%.1f", value)
        : size >= 1 ? format("%.2f", value) : format("%.3f", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
