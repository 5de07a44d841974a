package org.sipasync.container.outbound;

import java.util.List;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.Transport;

/** Registrations as an edge proxy sees them (RFC 5626 5.1). */
public final class Registrations {
  private Registrations() {}

  /**
   * True if a REGISTER asks for requests to come back by its flow, or they can come no other way,
   * and it has come straight from its phone.
   */
  public static boolean isByFlow(SipRequest register, Transport transport) {
    try {
      if (register.list(Headers.VIA).size() != 1) {
        return false;
      }
      List<NameAddr> contacts = register.list(Headers.CONTACT);
      return contacts.size() == 1
          && !contacts.get(0).star()
          && isByFlow(contacts.get(0), transport);
    } catch (ParseException e) {
      return false;
    }
  }

  private static boolean isByFlow(NameAddr contact, Transport transport) {
    boolean asks =
        contact.parameters().get("reg-id") != null
            && contact.parameters().get("+sip.instance") != null;
    return asks || FlowRoutes.isBound(transport, contact.uri());
  }
}
