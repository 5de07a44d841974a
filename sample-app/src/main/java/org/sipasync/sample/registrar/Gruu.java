package org.sipasync.sample.registrar;

import java.util.Map;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipURI;

/**
 * Phone that a GRUU (RFC 5627) leads to. A public one is the address of record with the phone's
 * instance; {@link TemporaryGruus} makes the others.
 *
 * @param uid its user; not empty
 * @param instance its instance, such as {@code urn:uuid:…}
 * @param registration mark of the registration that a temporary one ends with; null for a public
 *     one
 */
public record Gruu(String uid, String instance, Integer registration) {
  static final String PARAMETER = "gr";

  /** Returns true for public and temporary GRUUs. */
  public static boolean is(SipURI uri) {
    return uri.getParameter(PARAMETER) != null;
  }

  /** Returns the GRUU of a public URI; null for a temporary one, and for one without user. */
  static Gruu ofPublic(SipURI uri) {
    String instance = uri.getParameter(PARAMETER);
    boolean isPublic = instance != null && !instance.isEmpty() && uri.getUser() != null;
    return isPublic ? new Gruu(uri.getUser(), instance, null) : null;
  }

  /**
   * Returns the public GRUU of a phone.
   *
   * @param record address of record
   */
  public static String publicUri(Address record, String instance) {
    SipURI uri = (SipURI) record.getURI().clone();
    uri.setParameter(PARAMETER, instance);
    return uri.toString();
  }

  /** Returns the mark of a registration: phones keep their Call-ID until they restart. */
  static int registration(String callId) {
    return callId.hashCode();
  }

  /** Returns true if it leads to a binding: a row of instance and call_id. */
  public boolean leadsTo(Map<String, Object> binding) {
    return instance.equals(binding.get("instance"))
        && (registration == null
            || registration == registration(binding.get("call_id").toString()));
  }
}
