package org.sipasync.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sipasync.admin.Administration;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;
import org.sipasync.admin.OperationKind;
import org.sipasync.admin.OperationStatistics;
import org.sipasync.admin.Statistics;

/** The statistics as they are shown: with the oldest operation of each line. */
@ApplicationScoped
public class Snapshot {
  private static final int PAGE = 1_000;

  /** Looks at the oldest only, however many there are: what hangs is among them. */
  private static final int PAGES = 5;

  @Inject Administration administration;

  /** A line of the statistics. */
  private record Line(String application, String function, String route, OperationKind kind) {
    static Line of(OperationStatistics operations) {
      return new Line(
          operations.application(), operations.function(), operations.route(), operations.kind());
    }

    static Line of(InFlight operation) {
      return new Line(
          operation.application(), operation.function(), operation.route(), operation.kind());
    }
  }

  /** A JSON object. */
  String take() {
    Statistics statistics = administration.statistics();
    Map<Line, InFlight> oldest = oldest(statistics.operations());
    return Views.of(statistics)
        .add("atMillis", System.currentTimeMillis())
        .add("state", administration.state().name())
        .add(
            "operations",
            Views.array(statistics.operations(), line -> view(line, oldest.get(Line.of(line)))))
        .build()
        .toString();
  }

  private static JsonObjectBuilder view(OperationStatistics line, InFlight oldest) {
    JsonObjectBuilder view = Views.of(line);
    return oldest == null
        ? view
        : view.add("oldestMillis", oldest.age().toMillis())
            .add("oldestDeadlineMillis", oldest.deadline().toMillis())
            .add("isMeantToWait", oldest.isMeantToWait());
  }

  private Map<Line, InFlight> oldest(List<OperationStatistics> lines) {
    Set<Line> wanted = new HashSet<>();
    lines.stream().filter(line -> line.inFlight() > 0).map(Line::of).forEach(wanted::add);
    Map<Line, InFlight> found = new HashMap<>();
    long after = 0;
    for (int i = 0; i < PAGES && !wanted.isEmpty(); i++) {
      List<InFlight> page = administration.list(Filter.ALL, after, PAGE);
      for (InFlight operation : page) {
        found.putIfAbsent(Line.of(operation), operation);
        wanted.remove(Line.of(operation));
      }
      if (page.size() < PAGE) {
        break;
      }
      after = page.get(PAGE - 1).id();
    }
    return found;
  }
}
