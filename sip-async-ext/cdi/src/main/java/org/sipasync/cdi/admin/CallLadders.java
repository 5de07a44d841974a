package org.sipasync.cdi.admin;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.sipasync.Problem;
import org.sipasync.admin.CallQuery;
import org.sipasync.admin.CallSummary;
import org.sipasync.admin.CapturedMessage;
import org.sipasync.admin.Ladder;
import org.sipasync.admin.Ladders;
import org.sipasync.admin.OperationEvent;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.spi.MessageCapture;
import org.sipasync.spi.SipContainer;

/** Implementation of {@link Ladders}: the container's messages and the engine's operations. */
public final class CallLadders implements Ladders {
  private static final int MAX_CALLS = 1_000;
  private static final int MAX_MESSAGES = 10_000;
  private static final int MAX_CALL_IDS = 20;

  private static final Trails TRAILS = new Trails();

  /** Holder of the trail of operations, which exists while messages are kept. */
  private static final class Trails {
    private OperationTrail trail;

    /** Returns the trail, in the state that the capture of messages is in. */
    synchronized Optional<OperationTrail> follow(boolean on, int max) {
      if (on && trail == null) {
        trail = new OperationTrail(max, Instant::now);
        EngineHost.get().engine().observe(trail);
      } else if (!on && trail != null) {
        trail = null;
        EngineHost.get().engine().observe(null);
      }
      return Optional.ofNullable(trail);
    }
  }

  /** Starts to follow operations if messages are captured from the start; for the deployment. */
  public static void start() {
    trail();
  }

  private static Optional<MessageCapture> capture() {
    return EngineHost.container().flatMap(SipContainer::capture);
  }

  private static Optional<OperationTrail> trail() {
    return capture().flatMap(capture -> TRAILS.follow(capture.isOn(), capture.maxMessages()));
  }

  @Override
  public boolean isOn() {
    return capture().map(MessageCapture::isOn).orElse(false);
  }

  @Override
  public void turn(boolean on) {
    Optional<MessageCapture> capture = capture();
    if (capture.isPresent() && capture.get().isOn() != on) {
      capture.get().turn(on);
      trail();
      Audit.log(Problem.CAPTURE_TURNED, Audit.who(), on ? "on" : "off, and its messages dropped");
    }
  }

  private static void forEach(Consumer<CapturedMessage> visitor) {
    capture().ifPresent(capture -> capture.forEach(visitor));
  }

  @Override
  public Optional<Instant> since() {
    Instant[] oldest = new Instant[1];
    forEach(message -> oldest[0] = oldest[0] == null ? message.at() : oldest[0]);
    return Optional.ofNullable(oldest[0]);
  }

  @Override
  public List<CallSummary> find(CallQuery query, int max) {
    checkRange(max, MAX_CALLS, "calls");
    Map<String, CallMatch> calls = new LinkedHashMap<>();
    forEach(
        message ->
            calls
                .computeIfAbsent(message.callId(), callId -> new CallMatch(message, query))
                .add(message));
    return calls.values().stream()
        .filter(CallMatch::isFound)
        .map(CallMatch::summary)
        .sorted(Comparator.comparing(CallSummary::last).reversed())
        .limit(max)
        .toList();
  }

  @Override
  public Ladder of(Set<String> callIds, int max) {
    checkRange(max, MAX_MESSAGES, "messages");
    checkRange(callIds.size(), MAX_CALL_IDS, "Call-IDs");
    Deque<CapturedMessage> messages = new ArrayDeque<>();
    long[] seen = new long[1];
    Long[] oldest = new Long[1];
    forEach(
        message -> {
          oldest[0] = Objects.requireNonNullElse(oldest[0], message.number());
          if (callIds.contains(message.callId())) {
            seen[0]++;
            messages.addLast(message);
            if (messages.size() > max) {
              messages.removeFirst();
            }
          }
        });
    boolean wereOverwritten = oldest[0] != null && oldest[0] > 0 && beginsInDialog(messages);
    return new Ladder(List.copyOf(messages), operations(callIds), seen[0] > max || wereOverwritten);
  }

  /** True if the first message is none that could begin a call. */
  private static boolean beginsInDialog(Deque<CapturedMessage> messages) {
    CapturedMessage first = messages.peekFirst();
    return first != null && (first.status() > 0 || !CapturedMessage.tagOf(first.to()).isEmpty());
  }

  private static List<OperationEvent> operations(Set<String> callIds) {
    List<OperationEvent> operations = new ArrayList<>();
    trail()
        .ifPresent(
            trail ->
                trail.forEach(
                    event -> {
                      if (callIds.contains(event.callId())) {
                        operations.add(event);
                      }
                    }));
    return operations;
  }

  private static void checkRange(int number, int max, String what) {
    if (number < 1 || number > max) {
      throw new IllegalArgumentException("there must be 1 to " + max + " " + what + ": " + number);
    }
  }

  @Override
  public void exported(Ladder ladder, String form) {
    long calls = ladder.messages().stream().map(CapturedMessage::callId).distinct().count();
    Audit.log(Problem.LADDER_EXPORTED, Audit.who(), calls, ladder.messages().size(), form);
  }
}
