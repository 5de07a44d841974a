package org.sipasync.test.missing;

import jakarta.inject.Inject;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.annotation.Invite;
import org.sipasync.functions.nowhere.Nowhere;

/** Uses a function family that is neither on the server nor in the WAR. */
@SipServlet(name = "missing")
public class MissingServlet {
  @Inject Nowhere nowhere;

  @Invite
  void invited(SipServletRequest invite) {}

  Nowhere nowhere() {
    return nowhere;
  }
}
