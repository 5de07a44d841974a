package org.sipasync.container.message;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import org.sipasync.container.security.Nonces;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Context that notes what is sent, and messages to try it with. */
final class TestContext implements MessageContext {
  final List<MessageFacade> sent = new ArrayList<>();
  private final Nonces nonces = new Nonces(new Random(1));

  static final MessageOrigin ORIGIN =
      new MessageOrigin(
          new InetSocketAddress("127.0.0.1", 5060),
          new InetSocketAddress("127.0.0.2", 5062),
          "UDP",
          false);

  static SipRequest parse(String method, String... headers) {
    String text =
        method
            + " sip:bob@example.com;p=1 SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP 127.0.0.2:5062;branch=z9hG4bK1\r\n"
            + "From: \"Alice\" <sip:alice@example.com>;tag=a\r\n"
            + "To: <sip:bob@example.com>\r\n"
            + "Call-ID: 1@h\r\n"
            + ("CSeq: 1 " + method + "\r\n")
            + "Max-Forwards: 70\r\n"
            + String.join("\r\n", headers)
            + (headers.length == 0 ? "" : "\r\n")
            + "\r\n";
    try {
      return (SipRequest) SipParser.parse(text.getBytes());
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  RequestFacade received(String method, String... headers) {
    return new RequestFacade(parse(method, headers), this, ORIGIN, new Routing(null, null, null));
  }

  RequestFacade own(String method, String... headers) {
    return new RequestFacade(parse(method, headers), this, null, Routing.initialRequest());
  }

  @Override
  public SipSession session(boolean create) {
    return null;
  }

  @Override
  public SipApplicationSession applicationSession(boolean create) {
    return null;
  }

  @Override
  public void send(RequestFacade request) {
    request.commit();
    sent.add(request);
  }

  @Override
  public void send(ResponseFacade response) {
    response.commit();
    sent.add(response);
  }

  @Override
  public void sendReliably(ResponseFacade response) {
    send(response);
  }

  @Override
  public void prepare(RequestFacade request, SipResponse response) {
    if (!response.has(org.sipasync.sip.message.HeaderName.CONTACT)) {
      response.set(org.sipasync.sip.message.HeaderName.CONTACT, "<sip:127.0.0.1:5060>");
    }
  }

  @Override
  public RequestFacade createCancel(RequestFacade request) {
    return null;
  }

  @Override
  public RequestFacade createAck(ResponseFacade response) {
    return null;
  }

  @Override
  public RequestFacade createPrack(ResponseFacade response) {
    return null;
  }

  @Override
  public Nonces nonces() {
    return nonces;
  }
}
