package org.sipasync.restcomm;

import gov.nist.core.StackLogger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Properties;

/** Sends JAIN-SIP's log to the server's. Public because JAIN-SIP knows it by name. */
public final class JulStackLogger implements StackLogger {
  private static final Logger LOG = System.getLogger("gov.nist.javax.sip");

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
    LOG.log(Level.WARNING, "SIP stack", t);
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
    LOG.log(Level.ERROR, message);
  }

  @Override
  public void logError(String message) {
    LOG.log(Level.ERROR, message);
  }

  @Override
  public void logError(String message, Exception e) {
    LOG.log(Level.ERROR, message, e);
  }

  @Override
  public void logWarning(String message) {
    LOG.log(Level.WARNING, message);
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
