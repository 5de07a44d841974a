package org.sipasync.docs;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The anchors that GitHub gives to headings. One instance for each page, asked in their order. */
final class Anchors {
  private final Map<String, Integer> used = new HashMap<>();

  /** All anchors of a page. */
  static Set<String> of(List<String> headings) {
    Anchors anchors = new Anchors();
    Set<String> all = new LinkedHashSet<>();
    headings.forEach(heading -> all.add(anchors.next(heading)));
    return all;
  }

  /** The anchor of the next heading: one that was there before gets a number. */
  String next(String heading) {
    String plain =
        heading
            .strip()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
            .replace(' ', '-');
    int before = used.merge(plain, 1, Integer::sum) - 1;
    return before == 0 ? plain : plain + "-" + before;
  }
}
