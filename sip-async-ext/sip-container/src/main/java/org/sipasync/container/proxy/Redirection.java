package org.sipasync.container.proxy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/** Targets in a redirection (RFC 3261 16.7 item 4, 8.1.3.4). */
final class Redirection {
  /** Contacts that are followed of one response. */
  private static final int MAX_TARGETS = 16;

  private Redirection() {}

  /**
   * Returns the targets in the order of their q-values.
   *
   * @param isNew false for a target that has been tried
   */
  static List<Uri> targets(SipResponse redirection, Predicate<Uri> isNew) {
    List<Uri> targets = new ArrayList<>(2);
    for (NameAddr contact : contacts(redirection)) {
      if (contact.uri() instanceof SipUri uri && targets.size() < MAX_TARGETS) {
        Uri target = uri.withoutHeaders();
        if (isNew.test(target) && !targets.contains(target)) {
          targets.add(target);
        }
      }
    }
    return targets;
  }

  private static List<NameAddr> contacts(SipResponse redirection) {
    try {
      List<NameAddr> contacts = new ArrayList<>(redirection.list(Headers.CONTACT));
      contacts.sort(Comparator.comparing(Redirection::q).reversed());
      return contacts;
    } catch (ParseException e) {
      return List.of();
    }
  }

  private static BigDecimal q(NameAddr contact) {
    String q = contact.parameters().get("q");
    boolean isNumber = q != null && q.matches("[01](\\.[0-9]{0,3})?");
    return isNumber ? new BigDecimal(q.endsWith(".") ? q + "0" : q) : BigDecimal.ONE;
  }
}
