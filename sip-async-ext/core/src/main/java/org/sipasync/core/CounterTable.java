package org.sipasync.core;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sipasync.admin.OperationKind;

/**
 * The counters of all operations. Names come from code and should be few; beyond a limit, further
 * ones share counters named "other". Lookups do not allocate. Thread-safe.
 */
final class CounterTable {
  static final String OTHER = "other";
  static final int MAX_NAMES = 200;

  private final Map<String, AtomicInteger> functions = new ConcurrentHashMap<>();
  private final Map<OperationKind, Map<String, Functions>> kinds =
      Arrays.stream(OperationKind.values())
          .collect(Collectors.toUnmodifiableMap(kind -> kind, kind -> new ConcurrentHashMap<>()));

  /** Counters of one kind and application. */
  private static final class Functions {
    final Map<String, Map<String, OperationCounters>> routes = new ConcurrentHashMap<>();
  }

  OperationCounters of(OperationRequest request) {
    Functions known = kinds.get(request.kind()).get(request.application());
    Map<String, OperationCounters> routes =
        known == null ? null : known.routes.get(request.function().name());
    OperationCounters counters = routes == null ? null : routes.get(request.route());
    return counters != null ? counters : add(request);
  }

  private OperationCounters add(OperationRequest request) {
    Functions known =
        kinds
            .get(request.kind())
            .computeIfAbsent(request.application(), application -> new Functions());
    String function = bounded(request.function().name(), known.routes);
    Map<String, OperationCounters> routes =
        known.routes.computeIfAbsent(function, name -> new ConcurrentHashMap<>());
    String route = bounded(request.route(), routes);
    AtomicInteger ofFunction =
        functions.computeIfAbsent(bounded(function, functions), name -> new AtomicInteger());
    return routes.computeIfAbsent(
        route,
        name ->
            new OperationCounters(
                request.kind(), request.application(), function, name, ofFunction));
  }

  private static String bounded(String name, Map<String, ?> known) {
    return known.containsKey(name) || known.size() < MAX_NAMES ? name : OTHER;
  }

  /** Removes the counters of an undeployed application. */
  void forget(String application) {
    kinds.values().forEach(applications -> applications.remove(application));
  }

  void rotate() {
    all().forEach(OperationCounters::rotate);
  }

  Stream<OperationCounters> all() {
    return kinds.values().stream()
        .flatMap(applications -> applications.values().stream())
        .flatMap(functionsOfOne -> functionsOfOne.routes.values().stream())
        .flatMap(routes -> routes.values().stream());
  }
}
