package org.sipasync.payara.own;

import javax.servlet.sip.SipServletRequest;
import org.sipasync.payara.war.Mapping;
import org.sipasync.payara.war.SipModule;

/**
 * Servlet of an application's requests: its main servlet, or else the first whose mapping matches
 * (JSR 289, 19.5).
 */
record ServletSelection(SipModule module) {
  /** No servlet has this name. */
  private static final String NONE = "";

  /** Servlet of sessions that the application makes: without a main servlet the first mapped. */
  String main() {
    if (module.mainServlet != null) {
      return module.mainServlet;
    }
    return module.mappings.isEmpty() ? NONE : module.mappings.get(0).servlet();
  }

  /** Servlet of an initial request. */
  String of(SipServletRequest request) {
    if (module.mainServlet != null) {
      return module.mainServlet;
    }
    return module.mappings.stream()
        .filter(mapping -> mapping.rule().matches(request))
        .findFirst()
        .map(Mapping::servlet)
        .orElse(NONE);
  }
}
