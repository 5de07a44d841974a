package org.sipasync.restcomm;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.util.Locale;
import java.util.Properties;
import javax.sip.PeerUnavailableException;

/**
 * JAIN-SIP's stack, which finds the INVITE of a CANCEL by its branch (RFC 3261, 9.2), where it
 * would otherwise compare the CANCEL with every transaction there is.
 */
final class Stack extends SipStackImpl {
  /** RFC 3261, 8.1.1.7: branches that begin so are unique. */
  private static final String MAGIC_COOKIE = "z9hg4bk";

  Stack(Properties properties) throws PeerUnavailableException {
    super(properties);
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
