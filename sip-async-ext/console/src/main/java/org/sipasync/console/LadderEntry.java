package org.sipasync.console;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sipasync.admin.CapturedMessage;
import org.sipasync.admin.Ladder;
import org.sipasync.admin.OperationEvent;

/**
 * One row of a ladder: a message or a step of an operation; the other one is null.
 *
 * @param isRepeated true for a message that is equal to an earlier one, on the same way
 */
record LadderEntry(CapturedMessage message, OperationEvent event, boolean isRepeated) {
  private record Sent(boolean isReceived, InetSocketAddress remote, String text) {}

  /** Returns the rows of a ladder in the order of time. */
  static List<LadderEntry> of(Ladder ladder) {
    List<LadderEntry> entries = new ArrayList<>();
    Set<Sent> seen = new HashSet<>();
    for (CapturedMessage message : ladder.messages()) {
      boolean isNew = seen.add(new Sent(message.isReceived(), message.remote(), text(message)));
      entries.add(new LadderEntry(message, null, !isNew));
    }
    ladder.operations().forEach(event -> entries.add(new LadderEntry(null, event, false)));
    entries.sort(Comparator.comparing(LadderEntry::at).thenComparing(LadderEntry::rank));
    return entries;
  }

  /** Returns the whole text of a message. */
  static String text(CapturedMessage message) {
    return new String(message.content(), StandardCharsets.UTF_8);
  }

  Instant at() {
    return message != null ? message.at() : event.at();
  }

  /** Orders what happened in one microsecond: read, worked, sent. */
  private int rank() {
    return message == null ? 1 : message.isReceived() ? 0 : 2;
  }
}
