package org.sipasync.admin;

import java.time.Duration;

/**
 * Distribution of a duration. Count and total run from the start; the rest covers the last one to
 * two minutes, overstates by up to an eighth, and is zero without samples.
 *
 * @param count number of samples
 * @param total sum of all samples
 * @param p50 median
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param max maximum
 */
public record Timing(
    long count, Duration total, Duration p50, Duration p95, Duration p99, Duration max) {}
