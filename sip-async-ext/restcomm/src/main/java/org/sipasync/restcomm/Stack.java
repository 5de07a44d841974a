package org.sipasync.restcomm;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import javax.sip.PeerUnavailableException;

/**
 * JAIN-SIP's stack, which finds the INVITE of a CANCEL by its branch (RFC 3261, 9.2), where it
 * would otherwise compare the CANCEL with every transaction there is; and which parses what comes
 * over a stream in the order it came in.
 */
final class Stack extends SipStackImpl {
  /** RFC 3261, 8.1.1.7: branches that begin so are unique. */
  private static final String MAGIC_COOKIE = "z9hg4bk";

  private final ScheduledThreadPoolExecutor parsing =
      new ScheduledThreadPoolExecutor(1, Threads.daemon("sip-stream"));

  Stack(Properties properties) throws PeerUnavailableException {
    super(properties);
    // What still comes while the server stops is dropped
    parsing.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    // Now: a thread that starts under a WAR's code keeps that WAR in its access control context
    parsing.prestartAllCoreThreads();
  }

  /**
   * JAIN-SIP's own executor compares its tasks by two readings of the clock, and swaps messages of
   * one connection on a busy machine.
   */
  @Override
  public ScheduledExecutorService getSelfRoutingThreadpoolExecutor() {
    return parsing;
  }

  /** Stops parsing what comes over streams. */
  void stopParsing() {
    parsing.shutdownNow();
  }

  @Override
  public SIPTransaction findCancelTransaction(SIPRequest cancel, boolean isServer) {
    String branch = cancel.getTopmostVia().getBranch();
    String key = branch == null ? "" : branch.toLowerCase(Locale.ROOT);
    if (!key.startsWith(MAGIC_COOKIE)) {
      return super.findCancelTransaction(cancel, isServer);
    }
    SIPTransaction found = findTransaction(key, isServer);
    return found != null && found.doesCancelMatchTransaction(cancel) ? found : null;
  }
}
