package org.sipasync.sample;

import java.io.IOException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;

/** What one user part of the sample's addresses does. A bean each. */
public interface Scenario {

  /** The user part that leads here: {@code pause} of {@code sip:pause@host}. */
  String user();

  /** Handles an INVITE, OPTIONS or MESSAGE. */
  void handle(SipServletRequest request) throws IOException, ServletParseException;
}
