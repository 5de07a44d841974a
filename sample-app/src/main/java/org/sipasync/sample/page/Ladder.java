package org.sipasync.sample.page;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.sipasync.testkit.phone.CallListener;
import org.sipasync.testkit.phone.PlacedCall;
import org.sipasync.testkit.phone.SipMessage;

/** The messages of one call, with their times, for reading. Any thread. */
final class Ladder implements CallListener {
  private static final int MAX_STEPS = 40;
  private static final int MAX_CHARS = 4096;

  private record Step(double millis, boolean sent, String text) {}

  private final List<Step> steps = new ArrayList<>();
  private OptionalInt status = OptionalInt.empty();
  private long begin;

  @Override
  public synchronized void message(PlacedCall call, boolean sent, SipMessage message, long now) {
    if (steps.isEmpty()) {
      begin = now;
    }
    if (steps.size() < MAX_STEPS) {
      String text = message.text();
      steps.add(
          new Step(
              (now - begin) / 1e6, sent, text.substring(0, Math.min(text.length(), MAX_CHARS))));
    }
  }

  @Override
  public synchronized void settled(PlacedCall call) {
    status = OptionalInt.of(call.status());
  }

  /** The call's final response; 0 if it ended without one; empty until then. */
  synchronized OptionalInt status() {
    return status;
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
