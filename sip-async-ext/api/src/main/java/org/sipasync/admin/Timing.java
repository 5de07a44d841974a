package org.sipasync.admin;

import java.time.Duration;

/**
 * How long something took: count and total since the start, as counters go; the rest of the last
 * one to two minutes, up to an eighth above the truth, zero if nothing happened.
 *
 * @param count how often
 * @param total all times together
 * @param p50 half took no longer
 * @param p95 95 of 100 took no longer
 * @param p99 99 of 100 took no longer
 * @param max none took longer
 */
public record Timing(
    long count, Duration total, Duration p50, Duration p95, Duration p99, Duration max) {}
