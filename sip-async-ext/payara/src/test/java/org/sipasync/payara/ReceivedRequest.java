package org.sipasync.payara;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sipasync.container.message.MessageContext;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;

/** A request from a peer, without a session, whose responses are noted. */
public final class ReceivedRequest {
  public final RequestFacade request;

  /** Status codes of the responses that were sent. */
  public final List<Integer> answers = new ArrayList<>();

  /**
   * Makes an initial request.
   *
   * @param peer address that it comes from
   * @param popped Route that led here; null if there was none
   */
  public ReceivedRequest(
      String method, String uri, String peer, NameAddr popped, String... headers) {
    MessageOrigin origin =
        new MessageOrigin(
            new InetSocketAddress("192.0.2.9", 5060),
            new InetSocketAddress(peer, 5060),
            "UDP",
            false);
    MessageContext context =
        (MessageContext)
            Proxy.newProxyInstance(
                MessageContext.class.getClassLoader(),
                new Class<?>[] {MessageContext.class},
                (proxy, called, arguments) -> note(called.getName(), arguments));
    try {
      SipRequest message =
          (SipRequest) SipParser.parse(text(method, uri, headers).getBytes(StandardCharsets.UTF_8));
      request = new RequestFacade(message, context, origin, Routing.received(popped, origin, uri));
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private Object note(String called, Object[] arguments) {
    if (called.equals("send") && arguments[0] instanceof ResponseFacade response) {
      answers.add(response.getStatus());
    }
    return null;
  }

  private static String text(String method, String uri, String... headers) {
    return method
        + " "
        + uri
        + " SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
        + "From: \"Anna\" <sip:anna@Offices.Example;x=y>;tag=a\r\n"
        + "To: <tel:+49-30-123>\r\n"
        + "Call-ID: 1\r\nCSeq: 1 "
        + method
        + "\r\nMax-Forwards: 70\r\nContact: <sip:anna@192.0.2.1>\r\n"
        + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList())
        + "\r\n";
  }
}
