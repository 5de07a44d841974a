package org.sipasync.sip.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;

/** Logger that keeps its lines. */
public final class LogLines implements System.Logger {
  final List<String> lines = new ArrayList<>();
  boolean isBroken;

  /** Returns the lines so far. */
  public List<String> lines() {
    return lines;
  }

  @Override
  public String getName() {
    return "test";
  }

  @Override
  public boolean isLoggable(Level level) {
    return true;
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String line, Throwable thrown) {
    lines.add(thrown == null ? line : line + " WITH STACK TRACE");
  }

  @Override
  public void log(Level level, ResourceBundle bundle, String format, Object... params) {
    lines.add(format);
    if (isBroken) {
      throw new AssertionError("on purpose: too many open files");
    }
  }
}
