package org.sipasync.cdi.admin;

import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.sipasync.spi.LogContext;
import org.sipasync.support.LogText;

/**
 * Puts the log context before what an application logs through java.util.logging, which knows no
 * such thing: {@code [call 5f3a@host, route credited] ...}.
 *
 * <p>A filter, for it runs on the thread that logs; formatters may run on another.
 */
final class LogPrefix implements Filter {
  private static final int MAX_LENGTH = 100;
  private final Filter former;

  private LogPrefix(Filter former) {
    this.former = former;
  }

  /** For what all handlers of the root logger write. */
  static void install() {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      if (!(handler.getFilter() instanceof LogPrefix)) {
        handler.setFilter(new LogPrefix(handler.getFilter()));
      }
    }
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    if (former != null && !former.isLoggable(record)) {
      return false;
    }
    LogContext.current().ifPresent(context -> prefix(record, context));
    return true;
  }

  /** A message of a resource bundle is a key, and stays. */
  private static void prefix(LogRecord record, LogContext context) {
    String message = record.getMessage();
    String prefix = "[call " + clean(context.callId()) + ", route " + clean(context.route()) + "] ";
    if (message != null && record.getResourceBundle() == null && !message.startsWith(prefix)) {
      record.setMessage(prefix + message);
    }
  }

  /** From outside: neither ends the line nor means something to MessageFormat. */
  private static String clean(String text) {
    return LogText.clean(text, MAX_LENGTH).replaceAll("[{}'\\[\\]]", "?");
  }
}
