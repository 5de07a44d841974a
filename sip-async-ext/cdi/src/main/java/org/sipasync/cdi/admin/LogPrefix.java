package org.sipasync.cdi.admin;

import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.sipasync.spi.LogContext;
import org.sipasync.support.LogText;

/**
 * Prefixes records that an application logs through java.util.logging with the log context: {@code
 * [call 5f3a@host, route credited] ...}.
 *
 * <p>A filter, because it runs on the logging thread; formatters may run on another.
 */
final class LogPrefix implements Filter {
  private static final int MAX_LENGTH = 100;
  private final Filter former;

  private LogPrefix(Filter former) {
    this.former = former;
  }

  /** Installs the filter on all handlers of the root logger. */
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

  /** Prefixes a record, unless its message is a resource bundle key. */
  private static void prefix(LogRecord record, LogContext context) {
    String message = record.getMessage();
    String prefix = "[call " + clean(context.callId()) + ", route " + clean(context.route()) + "] ";
    if (message != null && record.getResourceBundle() == null && !message.startsWith(prefix)) {
      record.setMessage(prefix + message);
    }
  }

  /** Cleans untrusted text of line breaks and MessageFormat syntax. */
  private static String clean(String text) {
    return LogText.clean(text, MAX_LENGTH).replaceAll("[{}'\\[\\]]", "?");
  }
}
