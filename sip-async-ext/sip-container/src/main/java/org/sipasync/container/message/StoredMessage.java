package org.sipasync.container.message;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Serialised form of a message (rule A14): its bytes and its serialisable attributes. A
 * deserialised message can be read, but neither sent nor answered, because its transaction is
 * elsewhere.
 *
 * @param request bytes of the request; null if the message is one
 */
record StoredMessage(byte[] message, byte[] request, LinkedHashMap<String, Object> attributes)
    implements Serializable {

  static StoredMessage of(MessageFacade facade) {
    LinkedHashMap<String, Object> kept = new LinkedHashMap<>();
    for (String name : Collections.list(facade.getAttributeNames())) {
      if (facade.getAttribute(name) instanceof Serializable value) {
        kept.put(name, value);
      }
    }
    byte[] request =
        facade instanceof ResponseFacade response
            ? response.getRequest().message().toBytes()
            : null;
    return new StoredMessage(facade.message().toBytes(), request, kept);
  }

  private Object readResolve() throws InvalidObjectException {
    try {
      SipMessage parsed = SipParser.parse(message);
      MessageFacade facade =
          parsed instanceof SipRequest sent
              ? request(sent)
              : new ResponseFacade(
                  (SipResponse) parsed,
                  request((SipRequest) SipParser.parse(request)),
                  Detached.INSTANCE,
                  null);
      for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
        facade.setAttribute(attribute.getKey(), attribute.getValue());
      }
      facade.commit();
      return facade;
    } catch (ParseException e) {
      throw new InvalidObjectException("Stored SIP message cannot be parsed: " + e.reason());
    }
  }

  private static RequestFacade request(SipRequest message) {
    return new RequestFacade(message, Detached.INSTANCE, null, Routing.subsequent(null));
  }
}
