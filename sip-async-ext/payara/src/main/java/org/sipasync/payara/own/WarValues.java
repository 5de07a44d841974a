package org.sipasync.payara.own;

import java.util.Map;
import java.util.function.Function;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.SessionValues;

/**
 * Objects of a WAR as bytes, for the application sessions that survive this server.
 *
 * @param loader the WAR's
 */
record WarValues(ClassLoader loader) implements SessionValues {
  @Override
  public byte[] write(Iterable<String> names, Function<String, Object> values) {
    return SurvivingAttributes.write(names, values);
  }

  @Override
  public byte[] write(String name, Object value) {
    return SurvivingAttributes.bytes(name, value);
  }

  @Override
  public Map<String, Object> readAll(byte[] bytes, AppSession session) {
    return SurvivingAttributes.read(bytes, loader, reference -> found(reference, session));
  }

  @Override
  public Object read(byte[] bytes, AppSession session) {
    return SurvivingAttributes.value(bytes, loader, reference -> found(reference, session));
  }

  /** Session of a reference; only those of the same application session come together. */
  private static Object found(SessionReference reference, AppSession session) {
    if (!reference.application().equals(session.getId())) {
      return null;
    }
    return reference.dialog() == null ? session : session.getSipSession(reference.dialog());
  }
}
