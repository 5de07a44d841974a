package org.sipasync.cdi.route;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.Avps;

/** AVPs of a message, stored in one of its attributes; without a message, in this object. */
public final class MessageAvps implements Avps {
  private static final String ATTRIBUTE = "org.sipasync.avps";

  private final SipServletMessage message;
  private final String reader;
  private Map<String, Object> values = Map.of();

  /**
   * @param message their message; null for none
   * @param reader the reading route or handler, for error messages
   */
  @SuppressWarnings("unchecked")
  public MessageAvps(SipServletMessage message, String reader) {
    this.message = message;
    this.reader = reader;
    if (message != null && message.getAttribute(ATTRIBUTE) instanceof Map<?, ?> kept) {
      values = (Map<String, Object>) kept;
    }
  }

  /** Returns a serialisable copy. */
  public static Serializable copy(SipServletMessage message) {
    return new LinkedHashMap<>(new MessageAvps(message, "").values);
  }

  @Override
  public <T> T get(String name, Class<T> type) {
    @SuppressWarnings("unchecked")
    T converted = (T) AvpType.convert(value(name), type, name, reader);
    return converted;
  }

  private Object value(String name) {
    if (values.containsKey(name) || message == null) {
      return values.get(name);
    }
    SipApplicationSession session = message.getApplicationSession(false);
    return session == null ? null : session.getAttribute(name);
  }

  @Override
  public void set(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    replace(changed);
  }

  void setAll(Map<String, Object> outputs) {
    if (!outputs.isEmpty()) {
      Map<String, Object> changed = new LinkedHashMap<>(values);
      changed.putAll(outputs);
      replace(changed);
    }
  }

  private void replace(Map<String, Object> changed) {
    values = changed;
    if (message != null) {
      message.setAttribute(ATTRIBUTE, changed);
    }
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }
}
