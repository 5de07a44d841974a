package org.sipasync.sample.registrar;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.sample.registrar.Registration.Contact;

/** Applies a REGISTER to a user's bindings: all of it, or nothing (RFC 3261, 10.3, 6 and 7). */
final class Bindings {
  private Bindings() {}

  /**
   * Returns the bindings after a REGISTER.
   *
   * @param present the bindings before, without expired ones
   * @param same compares two URIs (RFC 3261, 19.1.4)
   * @throws RefusedException if it is late or adds too many
   */
  static List<Binding> after(
      List<Binding> present, Registration asked, long nowMillis, BiPredicate<String, String> same)
      throws RefusedException {
    List<Binding> left = new ArrayList<>(present);
    if (asked.removesAll()) {
      for (Binding binding : present) {
        checkOrder(binding, asked);
      }
      left.clear();
    }
    for (Contact contact : asked.contacts()) {
      for (Binding binding : present) {
        if (isSame(binding, contact, same)) {
          checkOrder(binding, asked);
        }
      }
      left.removeIf(binding -> isSame(binding, contact, same));
      if (contact.seconds() > 0) {
        long expiresMillis = nowMillis + contact.seconds() * 1_000L;
        left.add(
            new Binding(
                contact.uri(),
                expiresMillis,
                contact.q(),
                asked.callId(),
                asked.cseq(),
                contact.reach()));
      }
    }
    if (left.size() > Registration.MAX_BINDINGS) {
      throw new RefusedException(SipServletResponse.SC_FORBIDDEN, "Too many bindings");
    }
    return left;
  }

  /** A flow is told by its phone and number (RFC 5626 6), others by their Contact. */
  private static boolean isSame(
      Binding binding, Contact contact, BiPredicate<String, String> same) {
    return contact.isByFlow() || binding.reach().regId() > 0
        ? contact.reach().isSameFlow(binding.reach())
        : same.test(binding.contact(), contact.uri());
  }

  private static void checkOrder(Binding binding, Registration asked) throws RefusedException {
    if (binding.callId().equals(asked.callId()) && asked.cseq() <= binding.cseq()) {
      throw new RefusedException(
          SipServletResponse.SC_BAD_REQUEST, "CSeq is not higher than before");
    }
  }
}
