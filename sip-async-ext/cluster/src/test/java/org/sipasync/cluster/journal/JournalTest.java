package org.sipasync.cluster.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sipasync.cluster.TestGrid;
import org.sipasync.cluster.record.CallRecord;

/** A journal, written and read by hand. */
class JournalTest {
  private static final JournalSettings SETTINGS = new JournalSettings(20, 5000, 4096, 100_000);

  private final TestGrid grid = new TestGrid();
  private final JournalCounters counters = new JournalCounters();
  private final List<String> told = new ArrayList<>();
  private long now = 1000;
  private final Journal journal = new Journal(grid, () -> now, SETTINGS, counters);

  private static byte[] record(String key) {
    return record(key, 10);
  }

  private static byte[] record(String key, int size) {
    return new CallRecord(
            new CallRecord.Origin(key, "app", 1, "udp", "peer", "local"),
            new CallRecord.SessionPart("tag", "id", null, null, null),
            new CallRecord.Work("route", "function", null, false),
            new byte[size],
            0,
            0,
            0)
        .encode();
  }

  private JournalCall begin(String key) {
    return journal.begin(record(key), () -> told.add(key));
  }

  private void pass(long millis) {
    now += millis;
    journal.tick();
  }

  private List<ReadCall> read() {
    return read(journal.marks());
  }

  private List<ReadCall> read(Marks marks) {
    List<ReadCall> calls = new ArrayList<>();
    JournalReader.read(grid, grid.self, marks, (found, failure) -> calls.addAll(found));
    grid.answerAll();
    return calls;
  }

  private List<String> keys() {
    return read().stream().map(ReadCall::transactionKey).sorted().toList();
  }

  @Test
  void callsThatBeginTogetherShareAPiece() {
    begin("a");
    begin("b");
    assertThat(counters.pieces()).isZero();
    pass(20);
    assertThat(counters.pieces()).isEqualTo(1);
    assertThat(told).containsExactly("a", "b");
    assertThat(keys()).containsExactly("a", "b");
  }

  @Test
  void aCallThatEndsBeforeItIsWrittenCostsNothing() {
    JournalCall call = begin("a");
    journal.end(call);
    pass(2000);
    assertThat(counters.pieces()).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void aResponseIsWrittenAtOnceAndToldOnceItIsThere() {
    JournalCall call = begin("a");
    pass(20);
    grid.isSlow = true;
    journal.decide(call, "200".getBytes(UTF_8), () -> told.add("sent"));
    assertThat(told).containsExactly("a");
    grid.answerAll();
    assertThat(told).containsExactly("a", "sent");
    assertThat(read())
        .singleElement()
        .extracting(ReadCall::response)
        .isEqualTo("200".getBytes(UTF_8));
  }

  @Test
  void onePieceAtATimeIsWritten() {
    JournalCall a = begin("a");
    JournalCall b = begin("b");
    pass(20);
    grid.isSlow = true;
    journal.decide(a, new byte[1], () -> told.add("a sent"));
    journal.decide(b, new byte[1], () -> told.add("b sent"));
    begin("c");
    pass(100);
    assertThat(counters.pieces()).isEqualTo(2);
    grid.answerAll();
    assertThat(counters.pieces()).isEqualTo(3);
    assertThat(told).containsExactly("a", "b", "a sent", "b sent", "c");
  }

  @Test
  void whatFailsIsWrittenAgain() {
    grid.isSlow = true;
    begin("a");
    pass(20);
    grid.failPut();
    assertThat(told).isEmpty();
    pass(1);
    grid.answerAll();
    assertThat(told).containsExactly("a");
    assertThat(counters.rewritten()).isEqualTo(1);
  }

  /** Hazelcast stops waiting for backups, and says that all is well. */
  @Test
  void anAcknowledgementThatIsLateProvesNothing() {
    grid.isSlow = true;
    begin("a");
    pass(20);
    now += 5001;
    grid.answerAll();
    assertThat(told).isEmpty();
    pass(1);
    grid.answerAll();
    assertThat(told).containsExactly("a");
  }

  @Test
  void theOldEndIsRemovedOnceItsCallsHaveEnded() {
    List<JournalCall> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(begin("call " + i));
      pass(20);
    }
    journal.end(calls.get(1));
    assertThat(grid.pieces.firstKey()).isZero();
    journal.end(calls.get(0));
    assertThat(grid.pieces.firstKey()).isEqualTo(2);
    assertThat(keys()).containsExactly("call 2", "call 3", "call 4");
  }

  /** Else one call that waits for hours would keep all that came after it. */
  @Test
  void aLogFullOfEndedCallsIsWrittenAgain() {
    begin("long");
    pass(20);
    for (int i = 0; i < 100; i++) {
      JournalCall call = journal.begin(record("short", 2000), () -> {});
      pass(20);
      journal.end(call);
    }
    pass(1000);
    pass(1000);
    assertThat(journal.logBytes()).isLessThan(80_000);
    assertThat(grid.pieces.firstKey()).isPositive();
    assertThat(keys()).containsExactly("long");
  }

  @Test
  void aResponseMovesWithItsCall() {
    JournalCall call = begin("long");
    pass(20);
    journal.decide(call, new byte[] {42}, () -> {});
    for (int i = 0; i < 100; i++) {
      JournalCall other = journal.begin(record("short", 2000), () -> {});
      pass(20);
      journal.end(other);
    }
    pass(1000);
    assertThat(grid.pieces.firstKey()).isGreaterThan(1);
    assertThat(read()).singleElement().extracting(ReadCall::response).isEqualTo(new byte[] {42});
  }

  @Test
  void aFullJournalRefuses() {
    assertThat(journal.begin(new byte[100_001], () -> {})).isNull();
    assertThat(journal.begin(new byte[CallRecord.MAX_BYTES + 1], () -> {})).isNull();
    assertThat(counters.skipped()).isEqualTo(2);
  }

  @Test
  void newestPiecesAreFoundBeyondTheMarks() {
    begin("a");
    pass(20);
    Marks early = journal.marks();
    begin("b");
    pass(20);
    assertThat(read(early)).hasSize(2);
  }

  /** The response may have been in what is lost, and sent: another must not follow. */
  @Test
  void afterALostPieceUndecidedCallsAreDoubtful() {
    begin("before");
    pass(20);
    JournalCall decided = begin("decided");
    pass(20);
    journal.decide(decided, new byte[1], () -> {});
    begin("after");
    pass(20);
    grid.pieces.remove(1L);
    List<ReadCall> calls = read();
    assertThat(calls).filteredOn(ReadCall::isDoubtful).hasSize(1);
    assertThat(calls)
        .filteredOn(call -> !call.isDoubtful())
        .extracting(ReadCall::transactionKey)
        .containsExactly("after");
  }

  @Test
  void aLostNewestPieceIsNoticedByTheMarks() {
    JournalCall call = begin("a");
    pass(20);
    journal.decide(call, new byte[1], () -> {});
    grid.pieces.remove(1L);
    assertThat(read()).singleElement().extracting(ReadCall::isDoubtful).isEqualTo(true);
  }

  @Test
  void aPieceThatCannotBeReadIsAsGoodAsLost() {
    begin("a");
    pass(20);
    begin("b");
    pass(20);
    begin("c");
    pass(20);
    grid.pieces.put(1L, new byte[] {9, 9});
    assertThat(read()).filteredOn(call -> !call.isDoubtful()).hasSize(1);
  }

  @Test
  void aClosedJournalIsSilent() {
    grid.isSlow = true;
    begin("a");
    pass(20);
    journal.close();
    grid.answerAll();
    pass(100);
    assertThat(told).isEmpty();
    assertThat(counters.pieces()).isEqualTo(1);
  }
}
