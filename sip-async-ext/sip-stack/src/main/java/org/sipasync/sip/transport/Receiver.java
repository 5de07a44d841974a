package org.sipasync.sip.transport;

import org.sipasync.sip.message.MessageRefusal;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.ViaSummary;
import org.sipasync.sip.transport.TransportCounters.Counter;

/**
 * Parses messages that a transport has read, and refuses them or hands them to the transport user.
 */
final class Receiver {
  private final TransportContext context;
  private final Refusals refusals;

  Receiver(TransportContext context, Refusals refusals) {
    this.context = context;
    this.refusals = refusals;
  }

  /**
   * Handles one message, the first bytes of an array. Throws nothing, whatever the message contains
   * and the user does with it.
   */
  void receive(byte[] data, int length, Origin origin) {
    context.tap().received(data, length, origin);
    try {
      SipMessage message = SipParser.parse(data, 0, length);
      SipRequest request = message instanceof SipRequest parsed ? parsed : null;
      String objection = origin.objection(message, data, length);
      if (objection != null) {
        refusals.refuse(request, 400, objection, origin);
      } else if (request != null) {
        receive(request, origin);
      } else {
        context.counters().add(Counter.MESSAGES_READ);
        context.user().onResponse((SipResponse) message, origin);
      }
    } catch (MessageRefusal e) {
      refusals.refuse(e, origin);
    } catch (ParseException e) {
      refusals.refuse(null, e.status(), e.reason(), origin);
    } catch (RuntimeException | Error e) {
      context.counters().add(Counter.HANDLER_FAILURES);
      context.log("Handling a SIP message failed", origin.remote(), TransportContext.place(e));
    }
  }

  private void receive(SipRequest request, Origin origin) throws ParseException {
    ViaSummary top = request.viaSummary();
    if (!origin.transport().isNamedBy(top)) {
      refusals.refuse(request, 400, "Via Names Another Transport", origin);
      return;
    }
    ReceivedVia.mark(request, top, origin);
    context.counters().add(Counter.MESSAGES_READ);
    context.user().onRequest(request, origin.answering(request, top));
  }
}
