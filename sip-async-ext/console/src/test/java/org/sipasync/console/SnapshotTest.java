package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sipasync.admin.Administration;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;
import org.sipasync.admin.NodeState;
import org.sipasync.admin.OperationKind;
import org.sipasync.admin.OperationStatistics;
import org.sipasync.admin.Statistics;
import org.sipasync.admin.Timing;

class SnapshotTest {
  private static final Timing NOTHING =
      new Timing(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private final Fake fake = new Fake();
  private final Snapshot snapshot = new Snapshot();

  /** Fake with the given operations in flight, each younger by a millisecond. */
  private static final class Fake implements Administration {
    final List<String> functions = new ArrayList<>();
    int pages;

    @Override
    public List<InFlight> list(Filter filter, long after, int most) {
      pages++;
      List<InFlight> page = new ArrayList<>();
      for (int id = (int) after + 1; id <= functions.size() && page.size() < most; id++) {
        page.add(
            new InFlight(
                id,
                OperationKind.SUSPENDED,
                "shop",
                "call",
                "r",
                functions.get(id - 1),
                "INVITE",
                Duration.ofMillis(1_000_000 - id),
                Duration.ofHours(1),
                0,
                0,
                false,
                null));
      }
      return page;
    }

    @Override
    public List<String> listenPoints() {
      return List.of("udp:127.0.0.1:5060");
    }

    @Override
    public Statistics statistics() {
      Map<String, Long> counts =
          functions.stream().collect(Collectors.groupingBy(f -> f, Collectors.counting()));
      return new Statistics(
          functions.size(),
          0,
          100_000,
          counts.entrySet().stream()
              .map(
                  of ->
                      new OperationStatistics(
                          "shop",
                          of.getKey(),
                          "r",
                          OperationKind.SUSPENDED,
                          of.getValue(),
                          of.getValue(),
                          0,
                          0,
                          0,
                          0,
                          0,
                          0,
                          NOTHING,
                          NOTHING))
              .toList(),
          List.of(),
          new Statistics.Pool(64, 0, 0),
          new Statistics.Threads(16, 0, 0, 10_000, 0),
          List.of());
    }

    @Override
    public NodeState state() {
      return NodeState.RUNNING;
    }

    @Override
    public Optional<InFlight> find(long id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int count(Filter filter) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean cancel(long id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int cancel(Filter filter) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void drain(Duration atMost) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean resume() {
      throw new UnsupportedOperationException();
    }
  }

  private Map<String, JsonObject> taken() {
    snapshot.administration = fake;
    return Json.createReader(new StringReader(snapshot.take()))
        .readObject()
        .getJsonArray("operations")
        .getValuesAs(JsonObject.class)
        .stream()
        .collect(Collectors.toMap(line -> line.getString("function"), line -> line));
  }

  private void inFlight(String function, int times) {
    for (int i = 0; i < times; i++) {
      fake.functions.add(function);
    }
  }

  @Test
  void tellsTheOldestOfEachLine() {
    inFlight("a", 1);
    inFlight("b", 2_000);
    inFlight("c", 5);
    Map<String, JsonObject> lines = taken();
    assertThat(lines.get("a").getInt("oldestMillis")).isEqualTo(999_999);
    assertThat(lines.get("b").getInt("oldestMillis")).isEqualTo(999_998);
    assertThat(lines.get("c").getInt("oldestMillis")).isEqualTo(1_000_000 - 2_002);
    assertThat(lines.get("c").getInt("oldestDeadlineMillis")).isEqualTo(3_600_000);
    assertThat(fake.pages).isEqualTo(3);
  }

  @Test
  void looksAtTheOldestFiveThousandOnly() {
    inFlight("a", 50_000);
    inFlight("b", 1);
    Map<String, JsonObject> lines = taken();
    assertThat(lines.get("a").getInt("oldestMillis")).isEqualTo(999_999);
    assertThat(lines.get("b")).doesNotContainKey("oldestMillis");
    assertThat(fake.pages).isEqualTo(5);
  }

  @Test
  void asksForNoListWhereNothingIsInFlight() {
    assertThat(taken()).isEmpty();
    assertThat(fake.pages).isZero();
  }
}
