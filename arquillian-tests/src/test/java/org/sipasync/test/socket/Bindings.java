package org.sipasync.test.socket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;

/** Contacts of users, and notes on calls. */
final class Bindings {
  static final Map<String, SipURI> CONTACTS = new ConcurrentHashMap<>();
  static final Map<String, String> NOTES = new ConcurrentHashMap<>();

  private Bindings() {}

  /** Contact of the user behind the first hyphen of a Request-URI. */
  static SipURI called(SipServletRequest request) {
    String user = ((SipURI) request.getRequestURI()).getUser();
    return (SipURI) CONTACTS.get(user.substring(user.indexOf('-') + 1)).clone();
  }

  static void note(SipServletRequest request, String what) {
    NOTES.merge(request.getCallId(), what, (former, next) -> former + " " + next);
  }
}
