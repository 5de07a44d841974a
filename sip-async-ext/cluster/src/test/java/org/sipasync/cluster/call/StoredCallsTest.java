package org.sipasync.cluster.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sipasync.cluster.TestGrid;
import org.sipasync.cluster.journal.JournalReader;
import org.sipasync.cluster.journal.JournalSettings;
import org.sipasync.cluster.journal.ReadCall;
import org.sipasync.cluster.record.CallRecord;

/** Calls of one node, by hand. */
class StoredCallsTest {
  private static final byte[] OK = "200".getBytes(UTF_8);

  private final TestGrid grid = new TestGrid();
  private final List<String> told = new ArrayList<>();
  private boolean holdsLease = true;
  private long now = 1000;
  private final StoredCalls calls =
      new StoredCalls(
          grid, () -> now, new JournalSettings(20, 5000, 4096, 100_000), () -> holdsLease);

  private static CallRecord record(String route) {
    return record(route, "key");
  }

  private static CallRecord record(String route, String key) {
    return new CallRecord(
        new CallRecord.Origin(key, "app", 1, "udp", "peer", "local"),
        new CallRecord.SessionPart("tag", "id", null, null, null),
        new CallRecord.Work(route, "function", null, false),
        new byte[10],
        0,
        0,
        0);
  }

  private StoredCall store() {
    return calls.store(
        record("first"),
        new CallOwner() {
          @Override
          public void stored() {
            told.add("stored");
          }

          @Override
          public void abandoned() {
            told.add("abandoned");
          }
        });
  }

  private void pass(long millis) {
    now += millis;
    calls.tick();
  }

  private List<ReadCall> read() {
    List<ReadCall> read = new ArrayList<>();
    JournalReader.read(grid, grid.self, calls.marks(), (found, failure) -> read.addAll(found));
    grid.answerAll();
    return read;
  }

  @Test
  void aStoredCallIsAnsweredOnceTheGridHasTheResponse() {
    StoredCall call = store();
    pass(20);
    grid.isSlow = true;
    call.answer(OK, () -> told.add("sent"));
    call.answer("486".getBytes(UTF_8), () -> told.add("sent again"));
    assertThat(told).containsExactly("stored");
    grid.answerAll();
    assertThat(told).containsExactly("stored", "sent");
    assertThat(read()).singleElement().extracting(ReadCall::response).isEqualTo(OK);
  }

  @Test
  void aCallThatNobodyElseKnowsIsAnsweredAtOnce() {
    StoredCall call = store();
    call.answer(OK, () -> told.add("sent"));
    call.end();
    pass(2000);
    assertThat(told).containsExactly("sent");
    assertThat(grid.pieces).isEmpty();
  }

  @Test
  void withoutTheLeaseNothingIsSent() {
    StoredCall call = store();
    pass(20);
    holdsLease = false;
    call.answer(OK, () -> told.add("sent"));
    pass(500);
    assertThat(told).containsExactly("stored");
    assertThat(calls.withheld()).isOne();
    holdsLease = true;
    pass(20);
    assertThat(told).containsExactly("stored", "sent");
    assertThat(calls.withheldSoFar()).isOne();
  }

  @Test
  void underAnotherIdStoredCallsAreGivenUpWithoutAnAnswer() {
    StoredCall call = store();
    pass(20);
    holdsLease = false;
    call.answer(OK, () -> told.add("sent"));
    calls.identityChanged();
    holdsLease = true;
    pass(20);
    assertThat(told).containsExactly("stored", "abandoned");
    assertThat(calls.live()).isZero();
  }

  @Test
  void underAnotherIdCallsThatNobodyElseKnowsAreStoredAnew() {
    store();
    calls.identityChanged();
    pass(20);
    assertThat(told).containsExactly("stored");
    assertThat(read()).hasSize(1);
  }

  @Test
  void aCallThatIsSuspendedAgainIsThereOnceWithItsLastState() {
    StoredCall call = store();
    pass(20);
    call.replace(record("second"));
    assertThat(read()).hasSize(1);
    pass(20);
    assertThat(read())
        .singleElement()
        .extracting(read -> CallRecord.decode(read.record()).work().route())
        .isEqualTo("second");
  }

  /**
   * Checks that no record is trimmed early: it would be lost with its node, if the new piece is.
   */
  @Test
  void theFormerStateIsThereUntilTheGridHasTheNewOne() {
    StoredCall call = store();
    pass(20);
    calls.store(record("other", "other"), () -> {});
    pass(20);
    grid.isSlow = true;
    call.replace(record("second"));
    pass(20);
    grid.failPut();
    assertThat(routes()).containsExactlyInAnyOrder("first", "other");
    pass(20);
    assertThat(routes()).containsExactlyInAnyOrder("second", "other");
  }

  private List<String> routes() {
    return read().stream().map(read -> CallRecord.decode(read.record()).work().route()).toList();
  }

  @Test
  void aReplacedCallThatEndsIsNotFoundInItsFormerState() {
    StoredCall call = store();
    pass(20);
    call.replace(record("second"));
    call.end();
    pass(1000);
    assertThat(read()).isEmpty();
  }

  /** An heir may find its former state: the response must be in the grid first. */
  @Test
  void aReplacedCallIsDecidedLikeAStoredOne() {
    StoredCall call = store();
    pass(20);
    call.replace(record("second"));
    grid.isSlow = true;
    call.answer(OK, () -> told.add("sent"));
    assertThat(told).containsExactly("stored");
    pass(20);
    grid.answerAll();
    assertThat(told).contains("sent");
    assertThat(read()).singleElement().extracting(ReadCall::response).isEqualTo(OK);
  }

  @Test
  void anAdoptedResponseIsSentAsItIs() {
    StoredCall call = calls.adopt(record("first"), OK, () -> told.add("adopted"));
    pass(20);
    call.answer(OK, () -> told.add("sent"));
    assertThat(told).containsExactly("adopted", "sent");
  }
}
