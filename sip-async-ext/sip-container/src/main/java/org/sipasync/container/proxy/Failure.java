package org.sipasync.container.proxy;

import java.util.List;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.sip.message.SipResponse;

/**
 * Final response other than 2xx, which may be the best one.
 *
 * @param branch null if the application has made the response (virtual branch)
 * @param origin null if nobody has sent it
 */
record Failure(Branch branch, SipResponse response, MessageOrigin origin) {
  int status() {
    return response.status();
  }

  static Failure bestOf(List<Failure> failures) {
    return BestResponse.of(failures, Failure::status);
  }

  /** Makes what goes upstream if this one is the best. */
  SipResponse forwarded(List<Failure> all) {
    return BestResponse.forwarded(response, all.stream().map(Failure::response).toList());
  }
}
