package org.sipasync.container.session;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.sipasync.support.LoaderInput;

/**
 * Application session with its confirmed dialogs and persistent timers, as another node needs it.
 * Records are read by the names of their components: this version skips what a later one adds, and
 * reads null or zero for what an earlier one lacks.
 *
 * @param key the application's key; null without one
 * @param expires end of its life in milliseconds since 1970, by its node's clock; 0 for none
 * @param attributes serialised; null for none
 */
public record SessionSnapshot(
    String id,
    String key,
    long expires,
    boolean invalidateWhenReady,
    byte[] attributes,
    List<SipSessionSnapshot> sipSessions,
    List<TimerSnapshot> timers)
    implements Serializable {

  /** Returns true if nothing of it is worth a place elsewhere. */
  public boolean isEmpty() {
    return sipSessions.isEmpty() && timers.isEmpty();
  }

  /** Returns the snapshot as bytes: equal ones of an unchanged session. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // all of it is serialisable, and goes to memory
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a snapshot.
   *
   * @throws IOException if the bytes are none
   */
  public static SessionSnapshot decode(byte[] bytes) throws IOException {
    ClassLoader own = SessionSnapshot.class.getClassLoader();
    try (ObjectInputStream in = new LoaderInput(new ByteArrayInputStream(bytes), own)) {
      return (SessionSnapshot) in.readObject();
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IOException(e);
    }
  }
}
