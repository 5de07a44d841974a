package org.sipasync.benchmarks;

import java.util.List;

/**
 * What the sample talks to.
 *
 * @param backend port of the HTTP backend
 * @param database port of PostgreSQL
 */
record Services(int backend, int database) {

  /** How the sample is told. */
  List<String> options() {
    return List.of(
        "-Dsample.backend.url=http://127.0.0.1:" + backend,
        "-Dsample.database.url=jdbc:postgresql://127.0.0.1:" + database + "/bench?user=bench",
        // 200 would bound HTTP at 2,000 requests a second
        "-Dsip.async.rest.max-per-host=2000");
  }
}
