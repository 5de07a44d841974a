package org.sipasync.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V1")
class HistogramTest {

  private static void assertNear(Duration told, Duration truth) {
    assertThat(told).isGreaterThanOrEqualTo(truth);
    assertThat(told.toNanos()).isLessThanOrEqualTo(truth.toNanos() * 9 / 8 + 2_048);
  }

  @Test
  @DisplayName("V1: every time is in a bucket whose bound is at most an eighth above it")
  void buckets() {
    for (long nanos = 1; nanos < Duration.ofDays(2).toNanos(); nanos += 1 + nanos / 5) {
      long bound = Histogram.upperBound(Histogram.bucket(nanos));
      assertThat(bound).isBetween(nanos, nanos * 9 / 8 + 1_024);
      assertThat(Histogram.bucket(bound + 1)).isEqualTo(Histogram.bucket(nanos) + 1);
    }
  }

  @Test
  @DisplayName("V1: percentiles of a thousand known times")
  void percentiles() {
    Histogram histogram = new Histogram();
    for (int millis = 1; millis <= 1000; millis++) {
      histogram.record(Duration.ofMillis(millis).toNanos());
    }
    Histogram.Summary timing = histogram.summary();
    assertThat(timing.count()).isEqualTo(1000);
    assertThat(timing.total()).isEqualTo(Duration.ofMillis(500_500));
    assertNear(timing.p50(), Duration.ofMillis(500));
    assertNear(timing.p95(), Duration.ofMillis(950));
    assertNear(timing.p99(), Duration.ofMillis(990));
    assertNear(timing.max(), Duration.ofMillis(1000));
  }

  @Test
  @DisplayName("V1: what came before the last rotation but one is counted, but not in percentiles")
  void rotation() {
    Histogram histogram = new Histogram();
    histogram.record(Duration.ofSeconds(10).toNanos());
    histogram.rotate();
    histogram.record(Duration.ofMillis(1).toNanos());
    assertNear(histogram.summary().max(), Duration.ofSeconds(10));
    histogram.rotate();
    assertNear(histogram.summary().max(), Duration.ofMillis(1));
    histogram.rotate();
    assertThat(histogram.summary().max()).isZero();
    assertThat(histogram.summary().count()).isEqualTo(2);
  }

  @Test
  @DisplayName("V1: times beyond all reason count as the longest, and below zero as zero")
  void extremes() {
    Histogram histogram = new Histogram();
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);
    Histogram.Summary timing = histogram.summary();
    assertThat(timing.count()).isEqualTo(2);
    assertThat(timing.p50()).isLessThan(Duration.ofNanos(2_048));
    assertThat(timing.max()).isGreaterThan(Duration.ofDays(1));
  }
}
