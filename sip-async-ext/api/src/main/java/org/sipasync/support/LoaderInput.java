package org.sipasync.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/**
 * Reads objects by the classes of an application, and by this container's where it has none. For
 * bytes that servers of ours have written: it refuses no class.
 */
public class LoaderInput extends ObjectInputStream {
  private final ClassLoader loader;

  /**
   * Reads from a stream.
   *
   * @param loader the application's
   * @throws IOException if the stream does not begin as objects do
   */
  public LoaderInput(InputStream in, ClassLoader loader) throws IOException {
    super(in);
    this.loader = loader;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass described)
      throws IOException, ClassNotFoundException {
    try {
      return Class.forName(described.getName(), false, loader);
    } catch (ClassNotFoundException e) {
      return super.resolveClass(described);
    }
  }
}
