package org.sipasync.container.b2bua;

import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.SessionUser;

/** User agent of a session that can be a leg; the upper package implements it. */
public interface LegUser extends SessionUser {
  /** The session as a leg, from the first use on. */
  Leg leg();

  /** A session as a leg. */
  static Leg leg(DialogSession session) {
    return ((LegUser) session.user()).leg();
  }
}
