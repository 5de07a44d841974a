package org.sipasync;

import java.util.Set;

/**
 * The AVPs of one message: values that outlive its suspensions, {@code $avp(x)} of OpenSIPS. Also a
 * parameter of routes.
 *
 * <p>To be used in handlers and routes of the message, on their thread. Values should be
 * serialisable (rule A14).
 */
public interface Avps {

  /**
   * An AVP, converted to a type where nothing is lost.
   *
   * @param name the AVP's name; if there is none, the SipApplicationSession's attribute of that
   *     name
   * @param type what is wanted
   * @return the value, or null if there is none
   * @throws SipAsyncException if the value does not fit the type
   */
  <T> T get(String name, Class<T> type);

  /** Sets an AVP; null removes it. */
  void set(String name, Object value);

  /** The names of the AVPs that are set, without session attributes. */
  Set<String> names();
}
