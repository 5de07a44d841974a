package org.sipasync.sample.registrar;

import java.io.Serializable;

/**
 * How a registered phone is reached, beyond its Contact.
 *
 * @param instance its {@code +sip.instance} without brackets, such as {@code urn:uuid:…}; null if
 *     it has none
 * @param regId number of its flow (RFC 5626); 0 if it is reached by its Contact
 * @param path values of Path (RFC 3327), with commas: Routes of requests to it; "" for none
 */
public record Reach(String instance, int regId, String path) implements Serializable {
  /** By its Contact only. */
  public static final Reach DIRECT = new Reach(null, 0, "");

  /** Returns true if both are the same flow of the same phone, wherever it is now. */
  boolean isSameFlow(Reach other) {
    return regId > 0 && regId == other.regId && instance.equals(other.instance);
  }
}
