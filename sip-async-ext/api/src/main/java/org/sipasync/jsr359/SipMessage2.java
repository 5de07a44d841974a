package org.sipasync.jsr359;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletMessage;

/**
 * Methods that JSR 359 adds to SipServletMessage. As the message, for handlers of its session. The
 * lists are unmodifiable snapshots and never null; their addresses and parameterables are live, as
 * those of the iterators are.
 */
public interface SipMessage2 extends SipServletMessage {
  /**
   * Casts a message of this container.
   *
   * @param message a request or response as handlers get it; not null
   * @return the same object
   * @throws IllegalArgumentException if it is another container's, or a wrapper
   */
  static SipMessage2 of(SipServletMessage message) {
    if (message instanceof SipMessage2 own) {
      return own;
    }
    throw new IllegalArgumentException("Not a message of this SIP container: " + message);
  }

  /** Returns all values of a header, in order; empty if there is none. */
  default List<String> getHeaderList(String name) {
    return list(getHeaders(name));
  }

  /** Returns the names of all headers, each once. */
  default List<String> getHeaderNameList() {
    return list(getHeaderNames());
  }

  /**
   * Returns all addresses of a header, in order.
   *
   * @throws ServletParseException if one cannot be read
   */
  default List<Address> getAddressHeaderList(String name) throws ServletParseException {
    return list(getAddressHeaders(name));
  }

  /**
   * Returns all values of a header with their parameters, in order.
   *
   * @throws ServletParseException if one cannot be read
   */
  default List<Parameterable> getParameterableHeaderList(String name) throws ServletParseException {
    return list(getParameterableHeaders(name));
  }

  /** Returns the names of the message's attributes. */
  default Set<String> getAttributeNameSet() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Collections.list(getAttributeNames())));
  }

  /**
   * Returns the wishes for a session timer of an INVITE or UPDATE to be sent, or of the 2xx to one.
   *
   * @return live; never null
   */
  SessionKeepAlive.Preference getSessionKeepAlivePreference();

  private static <T> List<T> list(Iterator<? extends T> values) {
    List<T> all = new ArrayList<>(2);
    values.forEachRemaining(all::add);
    return Collections.unmodifiableList(all);
  }
}
