package org.sipasync.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.sipasync.admin.CapturedMessage;
import org.sipasync.admin.Ladder;
import org.sipasync.admin.OperationEvent;
import org.sipasync.support.AddressText;
import org.sipasync.support.LogText;

/** Ladder as plain text: a diagram, then the messages in full. Cleaned for terminals. */
final class LadderText {
  private static final int COLUMN = 30;
  private static final int MAX_LINE = 2_000;
  private static final String HERE = "sip-async";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS 'UTC'").withZone(ZoneOffset.UTC);

  private final List<LadderEntry> entries;
  private final StringBuilder out = new StringBuilder(4_096);

  /** Peers from left to right, this server second. */
  private final List<String> columns = new ArrayList<>();

  private LadderText(Ladder ladder) {
    this.entries = LadderEntry.of(ladder);
    for (CapturedMessage message : ladder.messages()) {
      String peer = AddressText.of(message.remote());
      if (!columns.contains(peer)) {
        columns.add(peer);
      }
    }
    columns.add(Math.min(1, columns.size()), HERE);
    ladder.messages().stream()
        .map(CapturedMessage::callId)
        .distinct()
        .forEach(callId -> line("Call-ID: " + LogText.clean(callId, MAX_LINE)));
    if (ladder.isCut()) {
      line("Older messages are missing.");
    }
  }

  static String of(Ladder ladder) {
    LadderText text = new LadderText(ladder);
    if (!text.entries.isEmpty()) {
      text.diagram();
      text.messages();
    }
    return text.out.toString();
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }

  private void diagram() {
    Instant begin = entries.get(0).at();
    line("Begins at " + TIME.format(begin));
    line("");
    StringBuilder head = new StringBuilder(" ".repeat(12));
    columns.forEach(column -> head.append(center(column)));
    line(head.toString());
    for (LadderEntry entry : entries) {
      String row = entry.message() != null ? arrow(entry) : note(entry.event());
      line(seconds(Duration.between(begin, entry.at())) + row);
    }
  }

  private static String seconds(Duration offset) {
    return "%+11.6f ".formatted(offset.toNanos() / 1e9);
  }

  private static String center(String text) {
    String cut = text.length() > COLUMN ? text.substring(0, COLUMN) : text;
    int left = (COLUMN - cut.length()) / 2;
    return " ".repeat(left) + cut + " ".repeat(COLUMN - cut.length() - left);
  }

  private static int middle(int column) {
    return column * COLUMN + COLUMN / 2;
  }

  private char[] lifelines() {
    char[] row = " ".repeat(columns.size() * COLUMN).toCharArray();
    for (int i = 0; i < columns.size(); i++) {
      row[middle(i)] = '|';
    }
    return row;
  }

  private String arrow(LadderEntry entry) {
    CapturedMessage message = entry.message();
    int peer = middle(columns.indexOf(AddressText.of(message.remote())));
    int here = middle(columns.indexOf(HERE));
    int from = Math.min(peer, here) + 1;
    int to = Math.max(peer, here) - 1;
    boolean isRight = message.isReceived() == peer < here;
    char[] row = lifelines();
    for (int i = from; i <= to; i++) {
      row[i] = '-';
    }
    row[isRight ? to : from] = isRight ? '>' : '<';
    String label = label(message, to - from - 5);
    int at = from + (to - from - label.length()) / 2;
    label.getChars(0, label.length(), row, at);
    return new String(row)
        + "  "
        + message.transport()
        + (entry.isRepeated() ? ", retransmission" : "");
  }

  private static String label(CapturedMessage message, int max) {
    String text =
        message.status() == 0
            ? message.method()
            : message.startLine().substring(message.startLine().indexOf(' ') + 1);
    String clean = LogText.clean(text, Math.max(1, max));
    return " " + clean + " ";
  }

  private String note(OperationEvent event) {
    char[] row = lifelines();
    int here = middle(columns.indexOf(HERE));
    String before = new String(row, 0, here);
    return before + "# " + LogText.clean(LadderNotes.of(event), MAX_LINE);
  }

  private void messages() {
    for (LadderEntry entry : entries) {
      if (entry.message() != null) {
        CapturedMessage message = entry.message();
        line("");
        line(
            "--- %s %s %s over %s"
                .formatted(
                    TIME.format(message.at()),
                    message.isReceived() ? "received from" : "sent to",
                    AddressText.of(message.remote()),
                    message.transport()));
        for (String each : LadderEntry.text(message).split("\r\n|\r|\n", -1)) {
          line(LogText.clean(each, MAX_LINE));
        }
      }
    }
  }
}
