package org.sipasync.restcomm;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/** Keeps no file of messages. Public because JAIN-SIP knows it by name. */
public final class NoServerLogger implements ServerLogger {
  @Override
  public void closeLogFile() {}

  @Override
  public void logMessage(SIPMessage message, String from, String to, boolean sent, long time) {}

  @Override
  public void logMessage(
      SIPMessage message, String from, String to, String status, boolean sent, long time) {}

  @Override
  public void logMessage(SIPMessage message, String from, String to, String status, boolean sent) {}

  @Override
  public void logException(Exception e) {}

  @Override
  public void setStackProperties(Properties properties) {}

  @Override
  public void setSipStack(SipStack stack) {}
}
