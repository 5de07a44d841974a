package org.sipasync.sip.locate;

import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transaction.LoopDetection;
import org.sipasync.sip.transport.Flow;

/**
 * The way that a request leaves.
 *
 * @param from local address of the preferred listen point; null for no preference
 * @param completion completes the request for the flow of each attempt, such as its Contact; gets a
 *     copy of its own
 * @param branchSuffix end of each branch, a token: a proxy's {@link LoopDetection#mark}
 */
public record Departure(
    InetSocketAddress from, BiConsumer<SipRequest, Flow> completion, String branchSuffix) {
  /** From any listen point, with nothing added. */
  public static final Departure PLAIN = new Departure(null, (request, flow) -> {}, "");

  /** Returns a plain departure from a listen point. */
  public static Departure from(InetSocketAddress local) {
    return new Departure(local, PLAIN.completion, "");
  }
}
