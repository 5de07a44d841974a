package org.sipasync.sip.transaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.Via;
import org.sipasync.sip.transport.Flow;

/**
 * Detects requests that return to a proxy unchanged (RFC 3261 16.3 item 4, RFC 5393 4.2). The proxy
 * puts a hash of the received request, its mark, into the branch of the forwarded one. A request
 * with its own mark in a Via has looped and gets 482; one with a changed Request-URI is a spiral,
 * and passes. Immutable and thread-safe; all loops of a process share one.
 */
public final class LoopDetection {
  private final SipHash hash = SipHash.withRandomSecret();

  /**
   * Returns the mark of a request, for {@link TransactionLayer#send(SipRequest, Flow, ClientUser,
   * String)}.
   *
   * @param proxy name of the proxy, if there are several in this process that send to each other
   */
  public String mark(SipRequest received, String proxy) throws ParseException {
    String text =
        String.join(
            "\n",
            proxy,
            received.uriText(),
            received.toTag(),
            received.fromTag(),
            received.callId(),
            Long.toString(received.cseq().number()),
            String.join(",", received.headers(HeaderName.ROUTE)),
            String.join(",", received.headers(HeaderName.PROXY_REQUIRE)),
            String.join(",", received.headers(HeaderName.PROXY_AUTHORIZATION)));
    byte[] bytes = text.getBytes(UTF_8);
    return "-" + Long.toHexString(hash.hash(bytes, bytes.length));
  }

  /** Returns true if one of the request's Vias has its mark. */
  public boolean hasLooped(SipRequest received, String proxy) throws ParseException {
    String mark = mark(received, proxy);
    for (Via via : received.list(Headers.VIA)) {
      if (via.branch() != null && via.branch().endsWith(mark)) {
        return true;
      }
    }
    return false;
  }
}
