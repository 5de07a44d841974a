package org.sipasync.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A bar or line chart as SVG, drawn by XChart. Values that are NaN leave a gap. */
final class Chart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 340;
  private static final Color[] COLOURS = {
    new Color(0x0969DA), new Color(0xBC4C00), new Color(0x6E7781), new Color(0x8250DF)
  };

  private final String title;
  private final boolean isLogarithmic;
  private final List<String> labels = new ArrayList<>();
  private final List<Series> all = new ArrayList<>();

  /** Values, one per label. */
  private record Series(String name, List<Double> values) {}

  /**
   * Creates an empty chart.
   *
   * @param title names what is shown, and its unit
   * @param isLogarithmic if true, each grid line is ten times the one below
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

  /** Writes grouped bars, with their values above. */
  void bars(Path file) throws IOException {
    write(file, CategorySeriesRenderStyle.Bar);
  }

  /** Writes lines with a dot for each value. */
  void lines(Path file) throws IOException {
    write(file, CategorySeriesRenderStyle.Line);
  }

  private void write(Path file, CategorySeriesRenderStyle style) throws IOException {
    if (isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    System.setProperty("java.awt.headless", "true");
    CategoryChart chart =
        new CategoryChartBuilder()
            .title(title)
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.Matlab)
            .build();
    chart
        .getStyler()
        .setDefaultSeriesRenderStyle(style)
        .setOverlapped(false)
        .setLabelsVisible(style == CategorySeriesRenderStyle.Bar)
        .setLabelsPosition(0.9)
        .setYAxisLogarithmic(isLogarithmic)
        .setPlotGridVerticalLinesVisible(false)
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setSeriesColors(COLOURS);
    chart.getStyler().setDecimalPattern("#,##0.###");
    if (isLogarithmic) {
      chart.getStyler().setYAxisMin(powerOfTenBelowAll());
    }
    for (Series series : all) {
      List<Double> values = new ArrayList<>(series.values());
      values.replaceAll(value -> value.isNaN() ? null : value);
      chart.addSeries(series.name(), distinct(labels), values);
    }
    VectorGraphicsEncoder.saveVectorGraphic(chart, withoutEnding(file), VectorGraphicsFormat.SVG);
  }

  /** XChart takes equal labels for one category. */
  private static List<String> distinct(List<String> labels) {
    return IntStream.range(0, labels.size())
        .mapToObj(i -> labels.get(i).isEmpty() ? " ".repeat(i + 1) : labels.get(i))
        .toList();
  }

  private double powerOfTenBelowAll() {
    double least =
        all.stream()
            .flatMap(s -> s.values().stream())
            .filter(value -> value > 0)
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(1);
    return Math.pow(10, Math.floor(Math.log10(least) - 0.0001));
  }

  private static String withoutEnding(Path file) {
    return file.toString().replaceFirst("\\.svg$", "");
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
