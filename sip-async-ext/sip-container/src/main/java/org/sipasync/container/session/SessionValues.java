package org.sipasync.container.session;

import java.util.Map;
import java.util.function.Function;

/**
 * Objects of an application as bytes. Sessions among them, and in them, are written by their ids.
 * Implemented by the server module, which knows the application's classes.
 */
public interface SessionValues {

  /**
   * Writes attributes; those that cannot be written are left out, and named.
   *
   * @return null if there are none
   */
  byte[] write(Iterable<String> names, Function<String, Object> values);

  /**
   * Writes one object.
   *
   * @param name the object's, for the log
   * @return null if it is null, or cannot be written
   */
  byte[] write(String name, Object value);

  /** Reads attributes; those that cannot be read are left out. */
  Map<String, Object> readAll(byte[] bytes, AppSession session);

  /** Reads one object; null if there is none, or it cannot be read. */
  Object read(byte[] bytes, AppSession session);
}
