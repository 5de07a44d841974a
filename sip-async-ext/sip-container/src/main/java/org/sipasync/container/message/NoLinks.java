package org.sipasync.container.message;

import java.util.List;
import java.util.Map;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.UAMode;

/** B2buaHelper as long as nothing can be linked: says so, and refuses to make a second leg. */
final class NoLinks implements B2buaHelper {
  static final B2buaHelper INSTANCE = new NoLinks();

  private NoLinks() {}

  private static UnsupportedOperationException unsupported() {
    return Unsupported.of("B2buaHelper");
  }

  @Override
  public SipSession getLinkedSession(SipSession session) {
    return null;
  }

  @Override
  public SipServletRequest getLinkedSipServletRequest(SipServletRequest request) {
    return null;
  }

  /** Does nothing: no session is linked. */
  @Override
  public void unlinkSipSessions(SipSession session) {}

  @Override
  public List<SipServletMessage> getPendingMessages(SipSession session, UAMode mode) {
    throw unsupported();
  }

  @Override
  public SipServletRequest createRequest(SipServletRequest original) {
    throw unsupported();
  }

  @Override
  public SipServletRequest createRequest(
      SipServletRequest original, boolean linked, Map<String, List<String>> headers) {
    throw unsupported();
  }

  @Override
  public SipServletRequest createRequest(
      SipSession session, SipServletRequest original, Map<String, List<String>> headers) {
    throw unsupported();
  }

  @Override
  public SipServletRequest createCancel(SipSession session) {
    throw unsupported();
  }

  @Override
  public SipServletResponse createResponseToOriginalRequest(
      SipSession session, int status, String reason) {
    throw unsupported();
  }

  @Override
  public void linkSipSessions(SipSession one, SipSession other) {
    throw unsupported();
  }
}
