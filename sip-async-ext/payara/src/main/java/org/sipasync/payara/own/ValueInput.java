package org.sipasync.payara.own;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.sipasync.support.LoaderInput;

/** Reads what {@link ValueOutput} wrote. */
final class ValueInput extends LoaderInput {
  private final Function<SessionReference, Object> sessions;

  /**
   * Reads from a stream.
   *
   * @param sessions finds a session; null if it is not here
   */
  ValueInput(InputStream in, ClassLoader loader, Function<SessionReference, Object> sessions)
      throws IOException {
    super(in, loader);
    this.sessions = sessions;
    enableResolveObject(true);
  }

  @Override
  protected Object resolveObject(Object object) {
    return object instanceof SessionReference reference ? sessions.apply(reference) : object;
  }
}
