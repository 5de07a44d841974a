package org.sipasync.sample.registrar;

import javax.servlet.sip.Address;
import javax.servlet.sip.SipURI;

/** Public GRUUs (RFC 5627): the address of record with the phone's instance. */
public final class Gruu {
  private static final String PARAMETER = "gr";

  private Gruu() {}

  /**
   * Returns the GRUU of a phone.
   *
   * @param record address of record
   */
  public static String of(Address record, String instance) {
    SipURI uri = (SipURI) record.getURI().clone();
    uri.setParameter(PARAMETER, instance);
    return uri.toString();
  }

  /** Returns the instance that a GRUU names; null for other URIs. */
  public static String instance(SipURI uri) {
    return uri.getParameter(PARAMETER);
  }
}
