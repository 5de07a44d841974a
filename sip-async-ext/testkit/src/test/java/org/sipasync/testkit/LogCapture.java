package org.sipasync.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what is logged through java.util.logging, with its stack traces, until it is closed. */
public final class LogCapture extends Handler {
  private static final Logger ROOT = Logger.getLogger("");

  private final StringBuilder text = new StringBuilder();
  private final SimpleFormatter formatter = new SimpleFormatter();

  public LogCapture() {
    ROOT.addHandler(this);
  }

  @Override
  public synchronized void publish(LogRecord logged) {
    if (logged.getLevel().intValue() < java.util.logging.Level.INFO.intValue()) {
      return;
    }
    text.append(formatter.formatMessage(logged)).append('\n');
    if (logged.getThrown() != null) {
      StringWriter trace = new StringWriter();
      logged.getThrown().printStackTrace(new PrintWriter(trace));
      text.append(trace);
    }
  }

  public synchronized String text() {
    return text.toString();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    ROOT.removeHandler(this);
  }
}
