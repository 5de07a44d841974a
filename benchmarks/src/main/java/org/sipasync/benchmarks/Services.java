package org.sipasync.benchmarks;

import java.util.List;

/**
 * Services of the sample.
 *
 * @param backend port of the HTTP backend
 * @param database port of PostgreSQL
 */
record Services(int backend, int database) {

  /** Returns the JVM options that configure the sample. */
  List<String> options() {
    return List.of(
        "-Dsample.backend.url=http://127.0.0.1:" + backend,
        "-Dsample.database.url=jdbc:postgresql://127.0.0.1:" + database + "/bench?user=bench",
        // 200 would limit HTTP to 2,000 requests per second
        "-Dsip.async.rest.max-per-host=2000");
  }
}
