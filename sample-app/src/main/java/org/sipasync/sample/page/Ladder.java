package org.sipasync.sample.page;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.ArrayList;
import java.util.List;

/** The messages of one call, with their times, for reading. Any thread. */
final class Ladder {
  private static final int MOST = 40;
  private static final int LONGEST = 4096;

  private record Step(double millis, boolean sent, String text) {}

  private final List<Step> steps = new ArrayList<>();
  private long begin;

  synchronized void add(long now, boolean sent, String text) {
    if (steps.isEmpty()) {
      begin = now;
    }
    if (steps.size() < MOST) {
      steps.add(
          new Step((now - begin) / 1e6, sent, text.substring(0, Math.min(text.length(), LONGEST))));
    }
  }

  synchronized JsonArrayBuilder json() {
    JsonArrayBuilder json = Json.createArrayBuilder();
    for (Step step : steps) {
      json.add(
          Json.createObjectBuilder()
              .add("millis", Math.round(step.millis() * 10) / 10.0)
              .add("sent", step.sent())
              .add("text", step.text()));
    }
    return json;
  }
}
