package org.sipasync.payara.web;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.sipasync.support.LimitedLog;

/**
 * Shortens what Tyrus logs about its clients: each of them could write stack traces into the log,
 * by frames that are too large or by closing while it is written to. One line a minute remains.
 */
final class TyrusLog implements Filter {
  private static final LimitedLog LOG = new LimitedLog(System.getLogger(TyrusLog.class.getName()));

  /** Held, or their filters would be collected with them. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("org.glassfish.tyrus.core.TyrusEndpointWrapper"),
          Logger.getLogger("org.glassfish.tyrus.core.TyrusWebSocketEngine"),
          Logger.getLogger("org.glassfish.tyrus.core.ProtocolHandler"),
          Logger.getLogger("org.glassfish.tyrus.core.TyrusSession"),
          Logger.getLogger("org.glassfish.tyrus.servlet.TyrusServletWriter"),
          Logger.getLogger("org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler"));

  private final Filter former;

  private TyrusLog(Filter former) {
    this.former = former;
  }

  /** Begins to do so. Idempotent. */
  static synchronized void quieten() {
    for (Logger logger : LOGGERS) {
      if (!(logger.getFilter() instanceof TyrusLog)) {
        logger.setFilter(new TyrusLog(logger.getFilter()));
      }
    }
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    if (record.getLevel().intValue() < Level.WARNING.intValue()) {
      return former == null || former.isLoggable(record);
    }
    String name = record.getLoggerName();
    Throwable thrown = record.getThrown();
    LOG.log(
        System.Logger.Level.INFO,
        name,
        "WebSocket library: " + (thrown == null ? record.getMessage() : SipEndpoint.cause(thrown)));
    return false;
  }
}
