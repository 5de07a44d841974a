package org.sipasync;

import java.util.Set;

/**
 * The AVPs of one message: values that outlive its suspensions, {@code $avp(x)} of OpenSIPS. Can be
 * a parameter of routes.
 *
 * <p>Use it in handlers and routes of the message only, on their thread. Values should be
 * serialisable (rule A14).
 */
public interface Avps {

  /**
   * Returns an AVP, converted to a type without loss.
   *
   * @param name the AVP's name; without such an AVP, the SipApplicationSession's attribute of that
   *     name
   * @param type the required type
   * @return the value, or null if there is none
   * @throws SipAsyncException if the value cannot be converted
   */
  <T> T get(String name, Class<T> type);

  /** Sets an AVP; null removes it. */
  void set(String name, Object value);

  /** Returns the names of the AVPs, without session attributes. */
  Set<String> names();
}
