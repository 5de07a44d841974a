package org.sipasync.sip.transport;

import java.security.SecureRandom;
import org.sipasync.sip.message.FramingException;
import org.sipasync.sip.message.HeaderLines;
import org.sipasync.sip.message.MessageRefusal;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.ViaSummary;
import org.sipasync.sip.transport.TransportCounters.Counter;

/**
 * Stateless answers to malformed requests other than ACK, limited per second. The To tag is a
 * function of the request, so that a retransmission gets the same answer (RFC 3261 8.2.7).
 */
final class Refusals {
  private final TransportContext context;
  private final RateLimit rate;
  private final long secret = new SecureRandom().nextLong();

  Refusals(TransportContext context) {
    this.context = context;
    this.rate = new RateLimit(context.limits().maxRefusalsPerSecond(), context.loop().now());
  }

  /** Answers a message that the parser refused, if it can be answered. */
  void refuse(MessageRefusal cause, Origin origin) {
    refuse(cause.request(), cause.status(), cause.reason(), origin);
  }

  /** Answers a message whose end cannot be found, if enough of its headers have arrived. */
  void refuse(FramingException cause, Origin origin) {
    if (cause.refusal() != null) {
      refuse(cause.refusal(), origin);
    } else {
      refuse(null, 400, "Unframeable, " + cause.kind(), origin);
    }
  }

  /** Answers a truncated datagram. */
  void refuseTooLarge(byte[] cut, int length, Origin origin) {
    refuse(readable(cut, length), 513, "Message Too Large", origin);
  }

  private static SipRequest readable(byte[] data, int length) {
    try {
      return SipParser.parse(data, 0, length) instanceof SipRequest request ? request : null;
    } catch (MessageRefusal e) {
      return e.request();
    }
  }

  /**
   * Answers one request.
   *
   * @param request null if there is nobody to answer
   */
  void refuse(SipRequest request, int status, String reason, Origin origin) {
    context.counters().add(Counter.MALFORMED);
    String what = origin.transport() + " message refused, " + status + " " + reason;
    context.log(what, origin.remote(), request == null ? "no request to answer" : request.callId());
    if (request == null
        || request.method().equals(Method.ACK)
        || !rate.tryTake(context.loop().now())) {
      context.counters().add(Counter.MALFORMED_DROPPED);
      return;
    }
    try {
      ViaSummary top = request.viaSummary();
      ReceivedVia.mark(request, top, origin);
      byte[] response = request.answer(status, reason, tag(request), HeaderLines.NONE);
      origin.answering(request, top).send(response, null);
      context.counters().add(Counter.REFUSALS_SENT);
    } catch (ParseException e) {
      context.counters().add(Counter.MALFORMED_DROPPED);
    }
  }

  private String tag(SipRequest request) {
    long hash = secret;
    for (String part : new String[] {request.startLine(), request.callId()}) {
      for (int i = 0; part != null && i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * 0x100000001b3L;
      }
    }
    return Long.toHexString(hash);
  }
}
