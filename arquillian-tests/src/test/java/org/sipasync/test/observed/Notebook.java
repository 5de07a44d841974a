package org.sipasync.test.observed;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Reports and log records. */
final class Notebook extends Handler {
  private static final List<String> NOTES = new CopyOnWriteArrayList<>();

  /** Held here, or the handler would be collected with it. */
  private static final Logger LOG = Logger.getLogger("org.sipasync");

  private Notebook() {}

  static void open() {
    LOG.addHandler(new Notebook());
  }

  static void add(String note) {
    NOTES.add(note);
  }

  static String notes() {
    return String.join("\n", NOTES);
  }

  @Override
  public void publish(LogRecord record) {
    add(record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
