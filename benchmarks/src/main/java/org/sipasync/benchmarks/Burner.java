package org.sipasync.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Programs that take half of each core from everybody else: one that computes for each. */
final class Burner implements AutoCloseable {
  private final List<Child> programs = new ArrayList<>();

  private Burner() {}

  static Burner start(Workshop workshop) throws IOException {
    Burner burner = new Burner();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      List<String> command = List.of("sh", "-c", "while :; do :; done");
      burner.programs.add(Child.start(workshop.directory(), "burner" + i, command));
    }
    return burner;
  }

  @Override
  public void close() {
    programs.forEach(Child::close);
  }
}
