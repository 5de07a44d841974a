package org.sipasync.restcomm;

import java.text.ParseException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * Parses and answers a few messages that never leave this method, so that the first caller does not
 * wait for the stack's classes to be loaded: 100 Trying is due within 200 ms (rule A7).
 */
final class WarmUp {
  private static final int ROUNDS = 20;
  private static final String INVITE =
      """
      INVITE sip:somebody@127.0.0.1:5060;ms=100 SIP/2.0
      Via: SIP/2.0/UDP 127.0.0.1:5061;branch=z9hG4bKwarmup;rport
      Max-Forwards: 70
      From: "Some Body" <sip:nobody@127.0.0.1>;tag=1
      To: <sip:somebody@127.0.0.1>
      Call-ID: warmup@127.0.0.1
      CSeq: 1 INVITE
      Contact: <sip:nobody@127.0.0.1:5061;transport=udp>
      Route: <sip:127.0.0.1:5060;lr>
      Record-Route: <sip:127.0.0.1:5060;lr>
      Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, INFO
      Supported: replaces, 100rel
      User-Agent: warm-up
      Content-Type: application/sdp
      Content-Length: 0

      """
          .replace("\n", "\r\n");

  private WarmUp() {}

  static void run(SipFactory factory) throws PeerUnavailableException, ParseException {
    MessageFactory messages = factory.createMessageFactory();
    for (int round = 0; round < ROUNDS; round++) {
      Request request = messages.createRequest(INVITE);
      for (int status : new int[] {Response.TRYING, Response.OK, Response.REQUEST_TERMINATED}) {
        messages.createResponse(status, request).toString();
      }
      request.toString();
    }
  }
}
