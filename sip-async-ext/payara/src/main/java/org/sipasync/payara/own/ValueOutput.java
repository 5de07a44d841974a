package org.sipasync.payara.own;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;

/** Writes objects of an application; sessions by their ids. */
final class ValueOutput extends ObjectOutputStream {
  ValueOutput(OutputStream out) throws IOException {
    super(out);
    enableReplaceObject(true);
  }

  @Override
  protected Object replaceObject(Object object) {
    if (object instanceof AppSession session) {
      return new SessionReference(session.getId(), null);
    }
    if (object instanceof DialogSession session) {
      return new SessionReference(session.getApplicationSession().getId(), session.getId());
    }
    return object;
  }
}
