package org.sipasync.cluster.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.grid.Grid;

/**
 * Notices of single calls from member to member: a CANCEL that has come where its INVITE is not,
 * and a call of a dead member that a retransmission has begun anew and that is answered already.
 *
 * <pre>
 *   CANCEL ──▶ ask all ── one has the INVITE ──▶ 200
 *                 │ ▲──── a dead member has it: noted by all, 200, asked again until an heir has it
 *                 │ └──── someone did not answer: asked again, for some seconds
 *                 └────── nobody has it ──▶ 481
 * </pre>
 *
 * <p>For the node's thread, unless a method says "thread-safe".
 */
final class CallNotices {
  private static final byte CANCEL = 'C';
  private static final byte ANSWERED = 'A';

  /** Notices on their way at a time; beyond, a CANCEL is refused. */
  private static final int MAX_OPEN = 1000;

  /** Limit of notices begun, since each costs a question to every member, whoever sends it. */
  private static final int MAX_PER_SECOND = 1000;

  private static final int MAX_BYTES = 8 * 1024;
  private static final int MAX_NOTED = 100_000;
  private static final long RETRY_MILLIS = 500;

  /** Time for which members are asked again: a death, its lease, and a takeover. */
  private static final long PATIENCE_MILLIS = 15_000;

  /** Takeovers come within; RFC 3261 has nobody repeat a CANCEL for longer than 32 s. */
  private static final long NOTED_MILLIS = 60_000;

  private static final byte[] YES = {1};
  private static final byte[] NO = {0};

  private final Grid grid;
  private final LongSupplier clock;
  private final Successor container;
  private final Predicate<String> isOfDead;
  private final BooleanSupplier isReading;
  private final Map<String, Long> cancelled = new ConcurrentHashMap<>();
  private final Map<String, Long> answered = new ConcurrentHashMap<>();
  private final List<Notice> open = new ArrayList<>();
  private long lastSweep;
  private long lastSecond;
  private int inSecond;

  /**
   * Creates notices of a node.
   *
   * @param clock milliseconds, monotonic
   * @param isOfDead true for the transaction key of a dead member's call
   * @param isReading true while it is not known which calls a dead member had
   */
  CallNotices(
      Grid grid,
      LongSupplier clock,
      Successor container,
      Predicate<String> isOfDead,
      BooleanSupplier isReading) {
    this.grid = grid;
    this.clock = clock;
    this.container = container;
    this.isOfDead = isOfDead;
    this.isReading = isReading;
    this.lastSweep = clock.getAsLong();
  }

  private static final class Notice {
    final String key;
    final byte[] question;
    final long since;
    Consumer<Boolean> onEnd;
    long nextAt = Long.MAX_VALUE;
    int waitingFor;
    boolean isFound;
    boolean hasFailed;

    Notice(String key, byte[] question, long since, Consumer<Boolean> onEnd) {
      this.key = key;
      this.question = question;
      this.since = since;
      this.onEnd = onEnd;
    }

    boolean isCancel() {
      return question[0] == CANCEL;
    }

    void tell(boolean isKnown) {
      Consumer<Boolean> told = onEnd;
      onEnd = known -> {};
      told.accept(isKnown);
    }
  }

  /**
   * Looks for the INVITE of a CANCEL at all other members.
   *
   * @param key transaction key of the INVITE
   * @param cancel the CANCEL as received
   * @param onEnd gets true if the INVITE is known, once
   */
  void cancel(String key, byte[] cancel, Consumer<Boolean> onEnd) {
    if (open.size() >= MAX_OPEN || cancel.length > MAX_BYTES || !isInRate()) {
      onEnd.accept(false);
    } else {
      begin(new Notice(key, encode(CANCEL, key, cancel), clock.getAsLong(), onEnd));
    }
  }

  private boolean isInRate() {
    long second = clock.getAsLong() / 1000;
    inSecond = second == lastSecond ? inSecond + 1 : 1;
    lastSecond = second;
    return inSecond <= MAX_PER_SECOND;
  }

  /** Tells all other members that this node has answered a call of a dead member. */
  void answered(String key) {
    note(answered, key);
    if (open.size() < MAX_OPEN) {
      byte[] question = encode(ANSWERED, key, new byte[0]);
      begin(new Notice(key, question, clock.getAsLong(), known -> {}));
    }
  }

  /** Returns true if a dead member's call was cancelled before anyone took it over. Thread-safe. */
  boolean isCancelled(String key) {
    return cancelled.containsKey(key);
  }

  /** Returns true if a member has answered a dead member's call by itself. Thread-safe. */
  boolean isAnswered(String key) {
    return answered.containsKey(key);
  }

  private static byte[] encode(byte kind, String key, byte[] message) {
    byte[] name = key.getBytes(UTF_8);
    return ByteBuffer.allocate(5 + name.length + message.length)
        .put(kind)
        .putInt(name.length)
        .put(name)
        .put(message)
        .array();
  }

  private void begin(Notice notice) {
    open.add(notice);
    ask(notice);
  }

  private void ask(Notice notice) {
    notice.nextAt = Long.MAX_VALUE;
    notice.hasFailed = false;
    Set<UUID> others = grid.others();
    notice.waitingFor = 1 + others.size();
    others.forEach(
        other -> grid.ask(other, notice.question, (reply, failure) -> heard(notice, reply)));
    evaluate(notice);
  }

  private void heard(Notice notice, byte[] reply) {
    boolean isReply = reply != null && reply.length == 1;
    notice.isFound |= isReply && reply[0] == YES[0];
    notice.hasFailed |= !isReply;
    evaluate(notice);
  }

  private void evaluate(Notice notice) {
    boolean isSettled = notice.isFound && notice.isCancel();
    if (--notice.waitingFor > 0 && !isSettled) {
      return;
    }
    boolean isKnown = isSettled || notice.isCancel() && noteIfOfDead(notice.key);
    boolean isIncomplete = notice.hasFailed || isReading.getAsBoolean() || isKnown;
    boolean isInTime = clock.getAsLong() - notice.since < PATIENCE_MILLIS;
    if (isKnown) {
      notice.tell(true);
    }
    if (!isSettled && isIncomplete && isInTime) {
      notice.nextAt = clock.getAsLong() + RETRY_MILLIS;
    } else if (open.remove(notice)) {
      notice.tell(false);
    }
  }

  private boolean noteIfOfDead(String key) {
    boolean isKnown = isOfDead.test(key);
    if (isKnown) {
      note(cancelled, key);
    }
    return isKnown;
  }

  private void note(Map<String, Long> notes, String key) {
    if (notes.size() < MAX_NOTED) {
      notes.put(key, clock.getAsLong());
    }
  }

  /** Returns true for a question that is a notice. */
  static boolean isNotice(byte[] question) {
    return question.length > 5 && (question[0] == CANCEL || question[0] == ANSWERED);
  }

  /**
   * Takes in another member's notice.
   *
   * @param onEnd gets the answer, once, on any thread
   */
  void asked(byte[] question, Consumer<byte[]> onEnd) {
    ByteBuffer in = ByteBuffer.wrap(question);
    byte kind = in.get();
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a notice of a wrong length");
    }
    byte[] name = new byte[length];
    in.get(name);
    String key = new String(name, UTF_8);
    if (kind == ANSWERED) {
      note(answered, key);
      onEnd.accept(YES);
      return;
    }
    noteIfOfDead(key);
    byte[] cancel = new byte[in.remaining()];
    in.get(cancel);
    container.cancel(cancel, isHere -> onEnd.accept(isHere ? YES : NO));
  }

  /** Asks again what is due, and forgets what nobody wants to know. */
  void tick() {
    long now = clock.getAsLong();
    if (now - lastSweep < RETRY_MILLIS / 10) {
      return;
    }
    lastSweep = now;
    List.copyOf(open).stream().filter(notice -> now >= notice.nextAt).forEach(this::ask);
    cancelled.values().removeIf(since -> now - since > NOTED_MILLIS);
    answered.values().removeIf(since -> now - since > NOTED_MILLIS);
  }
}
