package org.sipasync.sample.registrar;

import java.io.Serializable;
import java.util.List;
import javax.servlet.sip.SipServletResponse;

/**
 * Result of a REGISTER.
 *
 * @param status status of the response
 * @param reason reason phrase; null for the standard one
 * @param bindings the user's bindings after a 200
 * @param nowMillis time in milliseconds since 1970
 */
public record Outcome(int status, String reason, List<Binding> bindings, long nowMillis)
    implements Serializable {
  static Outcome ok(List<Binding> bindings, long nowMillis) {
    return new Outcome(SipServletResponse.SC_OK, null, List.copyOf(bindings), nowMillis);
  }

  static Outcome refused(RefusedException refused) {
    return new Outcome(refused.status(), refused.getMessage(), List.of(), 0);
  }
}
