package org.sipasync.sample;

import java.io.IOException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;

/** Behaviour of one user part of the sample's addresses; one bean each. */
public interface Scenario {

  /** Returns its user part: {@code pause} of {@code sip:pause@host}. */
  String user();

  /** Handles an INVITE, OPTIONS or MESSAGE. */
  void handle(SipServletRequest request) throws IOException, ServletParseException;
}
