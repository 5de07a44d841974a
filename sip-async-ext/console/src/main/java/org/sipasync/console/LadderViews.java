package org.sipasync.console;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import org.sipasync.admin.CallSummary;
import org.sipasync.admin.CapturedMessage;
import org.sipasync.admin.Ladder;
import org.sipasync.admin.OperationEvent;
import org.sipasync.support.AddressText;

/** JSON views of calls and ladders. Times are microseconds since 1970 where they are points. */
final class LadderViews {
  private LadderViews() {}

  static JsonObjectBuilder of(CallSummary call) {
    return Json.createObjectBuilder()
        .add("callId", call.callId())
        .add("atMicros", micros(call.first()))
        .add("tookMillis", Duration.between(call.first(), call.last()).toMillis())
        .add("messages", call.messages())
        .add("method", call.method())
        .add("from", call.from())
        .add("to", call.to())
        .add("status", call.status());
  }

  static JsonObjectBuilder of(Ladder ladder) {
    return Json.createObjectBuilder()
        .add("isCut", ladder.isCut())
        .add("entries", Views.array(LadderEntry.of(ladder), LadderViews::of));
  }

  private static JsonObjectBuilder of(LadderEntry entry) {
    return entry.message() != null ? message(entry) : of(entry.event());
  }

  private static JsonObjectBuilder message(LadderEntry entry) {
    CapturedMessage message = entry.message();
    return Json.createObjectBuilder()
        .add("type", "message")
        .add("atMicros", micros(message.at()))
        .add("number", message.number())
        .add("isReceived", message.isReceived())
        .add("isRepeated", entry.isRepeated())
        .add("transport", message.transport())
        .add("local", AddressText.of(message.local()))
        .add("remote", AddressText.of(message.remote()))
        .add("startLine", message.startLine())
        .add("method", message.method())
        .add("status", message.status())
        .add("cseq", message.cseq())
        .add("callId", message.callId())
        .add("toTag", CapturedMessage.tagOf(message.to()))
        .add("text", LadderEntry.text(message));
  }

  private static JsonObjectBuilder of(OperationEvent event) {
    JsonObjectBuilder view =
        Json.createObjectBuilder()
            .add("type", "operation")
            .add("atMicros", micros(event.at()))
            .add("step", event.step().name())
            .add("operation", event.operation())
            .add("kind", event.kind().name())
            .add("application", event.application())
            .add("callId", event.callId())
            .add("function", event.function())
            .add("route", event.route())
            .add("deadlineMillis", event.deadline().toMillis())
            .add("tookMillis", event.took().toNanos() / 1_000 / 1_000.0);
    if (event.method() != null) {
      view.add("method", event.method());
    }
    if (event.partOf() != 0) {
      view.add("partOf", event.partOf());
    }
    if (event.returnCode() != null) {
      view.add("returnCode", event.returnCode());
    }
    return view;
  }

  static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }
}
