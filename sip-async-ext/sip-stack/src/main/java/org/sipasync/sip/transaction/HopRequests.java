package org.sipasync.sip.transaction;

import org.sipasync.sip.message.CSeq;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Builds the hop-by-hop requests: ACK of a failure, and CANCEL. */
final class HopRequests {
  private HopRequests() {}

  /** Builds an ACK (RFC 3261 17.1.1.3). */
  static SipRequest ack(SipRequest invite, SipResponse response) throws ParseException {
    SipRequest ack = sameHop(invite, Method.ACK);
    ack.set(HeaderName.TO, response.header(HeaderName.TO));
    return ack;
  }

  /** Builds a CANCEL (RFC 3261 9.1). */
  static SipRequest cancel(SipRequest invite) throws ParseException {
    return sameHop(invite, Method.CANCEL);
  }

  private static SipRequest sameHop(SipRequest invite, Method method) throws ParseException {
    SipRequest request = new SipRequest(method, invite.uri());
    request.add(HeaderName.VIA, invite.topVia());
    request.add(HeaderName.MAX_FORWARDS, "70");
    for (String route : invite.headers(HeaderName.ROUTE)) {
      request.add(HeaderName.ROUTE, route);
    }
    request.add(HeaderName.FROM, invite.header(HeaderName.FROM));
    request.add(HeaderName.TO, invite.header(HeaderName.TO));
    request.add(HeaderName.CALL_ID, invite.callId());
    request.add(HeaderName.CSEQ, new CSeq(invite.cseq().number(), method));
    return request;
  }
}
