package org.sipasync.restcomm;

import gov.nist.core.StackLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Properties;
import org.sipasync.support.LimitedLog;

/**
 * Sends JAIN-SIP's log to the server's. Public because JAIN-SIP knows it by name.
 *
 * <p>JAIN-SIP logs whole messages and stack traces for what a peer does. Here that is one cleaned
 * line per place in its code and minute.
 */
public final class JulStackLogger implements StackLogger {
  private static final Logger LOG = System.getLogger("gov.nist.javax.sip");
  private static final LimitedLog LIMITED = new LimitedLog(LOG);

  @Override
  public boolean isLoggingEnabled() {
    return true;
  }

  @Override
  public boolean isLoggingEnabled(int level) {
    return LOG.isLoggable(
        switch (level) {
          case TRACE_TRACE -> Level.TRACE;
          case TRACE_DEBUG, TRACE_INFO -> Level.DEBUG;
          case TRACE_WARN -> Level.WARNING;
          default -> Level.ERROR;
        });
  }

  @Override
  public void logStackTrace() {}

  @Override
  public void logStackTrace(int level) {}

  @Override
  public int getLineCount() {
    return 0;
  }

  @Override
  public void logException(Throwable t) {
    limited(Level.WARNING, t, "SIP stack: " + t);
  }

  @Override
  public void logDebug(String message) {
    LOG.log(Level.DEBUG, message);
  }

  @Override
  public void logDebug(String message, Exception e) {
    LOG.log(Level.DEBUG, message, e);
  }

  @Override
  public void logTrace(String message) {
    LOG.log(Level.TRACE, message);
  }

  @Override
  public void logFatalError(String message) {
    limited(Level.ERROR, null, message);
  }

  @Override
  public void logError(String message) {
    limited(Level.WARNING, null, message);
  }

  @Override
  public void logError(String message, Exception e) {
    limited(Level.WARNING, e, message + ": " + e);
  }

  @Override
  public void logWarning(String message) {
    limited(Level.WARNING, null, message);
  }

  /** The cause is the place that failed or, without an exception, the place that logs. */
  private static void limited(Level level, Throwable thrown, String line) {
    if (LOG.isLoggable(level)) {
      String cause = thrown == null ? caller() : thrown.getClass().getName() + place(thrown);
      LIMITED.log(level, cause, line);
      LOG.log(Level.DEBUG, line, thrown);
    }
  }

  private static String place(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return trace.length == 0 ? "" : " " + trace[0];
  }

  private static String caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(f -> !f.getClassName().equals(JulStackLogger.class.getName()))
                    .findFirst()
                    .map(Object::toString)
                    .orElse(""));
  }

  /** JAIN-SIP is talkative: what it calls information is for finding faults. */
  @Override
  public void logInfo(String message) {
    LOG.log(Level.DEBUG, message);
  }

  @Override
  public void disableLogging() {}

  @Override
  public void enableLogging() {}

  @Override
  public void setBuildTimeStamp(String stamp) {}

  @Override
  public void setStackProperties(Properties properties) {}

  @Override
  public String getLoggerName() {
    return "gov.nist.javax.sip";
  }
}
