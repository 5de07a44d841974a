package org.sipasync.restcomm;

import java.util.List;
import org.mobicents.servlet.sip.JainSipUtils;

/**
 * Headers that a message may hold several of, though Restcomm would keep the last one only: a
 * challenge for each algorithm, credentials for each realm (RFC 3261, 20.7 and 20.44; RFC 8760, 2).
 */
final class RepeatedHeaders {
  private static final List<String> NAMES =
      List.of("WWW-Authenticate", "Proxy-Authenticate", "Authorization", "Proxy-Authorization");

  private RepeatedHeaders() {}

  /** Has Restcomm add them as it adds headers that it does not know. */
  static void allow() {
    NAMES.forEach(JainSipUtils.SINGLETON_HEADER_NAMES::remove);
  }
}
