package org.sipasync.cluster.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.sipasync.admin.ClusterMember;
import org.sipasync.cluster.grid.Grid;

/** Numbers of all members, asked for while someone looks at them. For the node's thread. */
final class MemberNumbers {
  private static final byte NUMBERS = 'N';
  private static final int MAX_BYTES = 4096;

  private final Grid grid;
  private final Supplier<Map<String, Long>> own;
  private final Map<UUID, Map<String, Long>> told = new HashMap<>();

  /**
   * Creates an empty table.
   *
   * @param own returns this member's numbers
   */
  MemberNumbers(Grid grid, Supplier<Map<String, Long>> own) {
    this.grid = grid;
    this.own = own;
  }

  /** Asks the other members; what they answer is in the next {@link #all}. */
  void ask() {
    Set<UUID> others = grid.others();
    told.keySet().retainAll(others);
    for (UUID member : others) {
      grid.ask(member, new byte[] {NUMBERS}, (answer, failure) -> heard(member, answer));
    }
  }

  private void heard(UUID member, byte[] answer) {
    if (answer == null || answer.length > MAX_BYTES) {
      told.remove(member);
    } else {
      told.put(member, decode(answer));
    }
  }

  /** Returns the members in the order in which they have joined. */
  List<ClusterMember> all() {
    List<ClusterMember> all = new ArrayList<>();
    for (UUID member : grid.members()) {
      boolean isThis = member.equals(grid.self());
      Map<String, Long> numbers = isThis ? own.get() : told.getOrDefault(member, Map.of());
      all.add(new ClusterMember(grid.address(member), isThis, numbers));
    }
    return all;
  }

  static boolean isQuestion(byte[] question) {
    return question.length == 1 && question[0] == NUMBERS;
  }

  byte[] answer() {
    StringBuilder text = new StringBuilder();
    own.get().forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString().getBytes(UTF_8);
  }

  /** Skips what cannot be read: members may have other versions. */
  private static Map<String, Long> decode(byte[] answer) {
    Map<String, Long> numbers = new TreeMap<>();
    for (String line : new String(answer, UTF_8).split("\n")) {
      if (line.matches("[a-z_]{1,40}=-?[0-9]{1,18}")) {
        int equals = line.indexOf('=');
        numbers.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
      }
    }
    return numbers;
  }
}
