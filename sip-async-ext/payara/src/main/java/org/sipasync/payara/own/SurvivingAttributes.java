package org.sipasync.payara.own;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.sipasync.Problem;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/**
 * Attributes as bytes, each value by itself: one that cannot be written or read is left out, and
 * named once.
 */
final class SurvivingAttributes {
  private static final LimitedLog LOG = new LimitedLog(System.getLogger("org.sipasync"));

  /** Attributes that were named are kept up to this number; beyond, once a minute names one. */
  private static final int MAX_NAMED = 1000;

  private static final Set<String> NAMED = ConcurrentHashMap.newKeySet();

  private SurvivingAttributes() {}

  /**
   * Writes attributes.
   *
   * @return null if there are none
   */
  static byte[] write(Iterable<String> names, Function<String, Object> values) {
    HashMap<String, byte[]> written = new HashMap<>();
    for (String name : names) {
      byte[] value = bytes(name, values.apply(name));
      if (value != null && !name.startsWith(Suspension.ATTRIBUTE)) {
        written.put(name, value);
      }
    }
    return written.isEmpty() ? null : bytes("attributes", written);
  }

  /** Writes a value; returns null if it cannot be written. */
  static byte[] bytes(String name, Object value) {
    if (!(value instanceof Serializable)) {
      if (value != null) {
        report(name, value.getClass().getName() + " is not serialisable");
      }
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ValueOutput(bytes)) {
      out.writeObject(value);
    } catch (IOException | RuntimeException e) {
      report(name, Failures.describe(e));
      return null;
    }
    return bytes.toByteArray();
  }

  /** Reads attributes by a WAR's classes; those that cannot be read are left out. */
  static Map<String, Object> read(byte[] bytes, ClassLoader loader) {
    return read(bytes, loader, elsewhere -> null);
  }

  /** Reads attributes, of which some may be sessions or refer to them. */
  static Map<String, Object> read(
      byte[] bytes, ClassLoader loader, Function<SessionReference, Object> sessions) {
    Map<String, Object> read = new HashMap<>();
    if (value(bytes, loader, sessions) instanceof Map<?, ?> written) {
      written.forEach(
          (name, value) -> {
            Object attribute = value((byte[]) value, loader, sessions);
            if (attribute != null) {
              read.put((String) name, attribute);
            }
          });
    }
    return read;
  }

  /** Reads a value by a WAR's classes; returns null if there is none, or it cannot be read. */
  static Object value(byte[] bytes, ClassLoader loader) {
    return value(bytes, loader, elsewhere -> null);
  }

  /** Reads a value that may be a session or refer to some. */
  static Object value(
      byte[] bytes, ClassLoader loader, Function<SessionReference, Object> sessions) {
    if (bytes == null) {
      return null;
    }
    try (ObjectInputStream in = new ValueInput(new ByteArrayInputStream(bytes), loader, sessions)) {
      return in.readObject();
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      report("a taken over value", Failures.describe(e));
      return null;
    }
  }

  private static void report(String name, String why) {
    boolean isNew = NAMED.size() >= MAX_NAMED || NAMED.add(name + " " + why);
    if (isNew) {
      LOG.log(Level.WARNING, "attribute " + name, Problem.ATTRIBUTE_LOST.message(name, why));
    }
  }
}
