package org.sipasync.container.routing;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * File of the default application router (JSR 289, appendix C): for each method the applications in
 * their order. Beyond the JSR, {@code ALL} stands for the methods without a line of their own, and
 * an entry may have {@code REGEX=}, to be found in the start line. Immutable.
 */
public final class DarFile {
  private static final Comparator<DarEntry> IN_ORDER =
      Comparator.comparingInt(DarEntry::order)
          .thenComparing(DarEntry::direction, Comparator.nullsFirst(Comparator.naturalOrder()));

  private static final String ALL = "ALL";

  /** Methods that never begin anything, so that no application is chosen for them. */
  private static final Set<String> NEVER_INITIAL =
      Set.of("ACK", "BYE", "CANCEL", "PRACK", "UPDATE");

  private final Map<String, List<DarEntry>> byMethod;

  private DarFile(Map<String, List<DarEntry>> byMethod) {
    this.byMethod = Map.copyOf(byMethod);
  }

  /** Properties that remember which of their keys come twice. */
  private static final class Lines extends Properties {
    private static final long serialVersionUID = 1;
    private final transient Map<String, String> inOrder = new LinkedHashMap<>();
    private final transient List<String> twice = new ArrayList<>();

    @Override
    public synchronized Object put(Object key, Object value) {
      if (inOrder.put((String) key, (String) value) != null) {
        twice.add((String) key);
      }
      return super.put(key, value);
    }

    @Override
    public synchronized boolean equals(Object other) {
      return this == other;
    }

    @Override
    public synchronized int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * Reads a file. One without lines gives no application a request from the network.
   *
   * @param mistakes gets a sentence without full stop for each mistake; if there is one, the result
   *     is not to be used
   * @throws IOException if it cannot be read
   */
  public static DarFile read(Reader in, List<String> mistakes) throws IOException {
    Lines lines = new Lines();
    try {
      lines.load(in);
    } catch (IllegalArgumentException e) {
      mistakes.add("it has a malformed \\u escape; write a backslash of REGEX= twice");
    }
    lines.twice.forEach(
        method -> mistakes.add("line " + method + " comes twice; put all its entries on one line"));
    Map<String, List<DarEntry>> byMethod = new HashMap<>();
    lines.inOrder.forEach(
        (method, value) -> {
          checkMethod(method, mistakes);
          byMethod.put(method, entries(method, value, mistakes));
        });
    return new DarFile(byMethod);
  }

  private static void checkMethod(String method, List<String> mistakes) {
    String upper = method.toUpperCase(Locale.ROOT);
    if (!upper.equals(method)) {
      mistakes.add("line " + method + ": methods are case-sensitive; write " + upper);
    } else if (NEVER_INITIAL.contains(method)) {
      mistakes.add(
          "line " + method + ": no application is chosen for it, as it never begins a dialog");
    }
  }

  private static List<DarEntry> entries(String method, String value, List<String> mistakes) {
    DarParser parser = new DarParser("line " + method, value, mistakes);
    List<DarEntry> entries = new ArrayList<>(parser.entries());
    entries.sort(IN_ORDER);
    for (int i = 1; i < entries.size(); i++) {
      int order = entries.get(i).order();
      if (order >= 0 && entries.get(i).takesPlaceOf(entries.get(i - 1))) {
        mistakes.add("line " + method + ": two entries have the number " + order);
      }
    }
    return List.copyOf(entries);
  }

  /** Applications of a method, in their order. */
  List<DarEntry> of(String method) {
    return byMethod.getOrDefault(method, byMethod.getOrDefault(ALL, List.of()));
  }

  /** Names of all applications. */
  public Set<String> applications() {
    Set<String> names = new TreeSet<>();
    byMethod.values().forEach(list -> list.forEach(entry -> names.add(entry.application())));
    return names;
  }
}
