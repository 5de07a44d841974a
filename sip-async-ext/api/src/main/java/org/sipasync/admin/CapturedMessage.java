package org.sipasync.admin;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * One SIP message as it was on the wire, with its credentials masked by asterisks. Everything in it
 * may be untrusted, and malformed: escape it.
 *
 * @param number number in the order of capture, from 0
 * @param at time at which it was read, or handed to the socket; microseconds
 * @param isReceived true if this server read it, false if it sent it
 * @param transport {@code UDP}, {@code TCP}, …; never null
 * @param local this server's address; never null
 * @param remote the peer's address; never null
 * @param startLine its first line; never null
 * @param callId its Call-ID; empty if it has none
 * @param cseq its CSeq; empty if it has none
 * @param from its From; empty if it has none
 * @param to its To; empty if it has none
 * @param content its bytes; the record owns them
 */
public record CapturedMessage(
    long number,
    Instant at,
    boolean isReceived,
    String transport,
    InetSocketAddress local,
    InetSocketAddress remote,
    String startLine,
    String callId,
    String cseq,
    String from,
    String to,
    byte[] content) {
  private static final String VERSION = "SIP/2.0 ";
  private static final int STATUS_DIGITS = 3;

  /** Returns the status of a response; 0 for a request. */
  public int status() {
    int end = VERSION.length() + STATUS_DIGITS;
    if (!startLine.startsWith(VERSION) || startLine.length() < end) {
      return 0;
    }
    int status = 0;
    for (int i = VERSION.length(); i < end; i++) {
      char digit = startLine.charAt(i);
      if (digit < '0' || digit > '9') {
        return 0;
      }
      status = 10 * status + digit - '0';
    }
    return status;
  }

  /** Returns the method of a request, or of the request that is answered; empty if unreadable. */
  public String method() {
    String line = status() == 0 ? startLine : cseq.substring(cseq.indexOf(' ') + 1).strip();
    int end = line.indexOf(' ');
    return end < 0 ? line : line.substring(0, end);
  }

  /** Returns the tag of From or To; empty if there is none. */
  public static String tagOf(String address) {
    int parameters = Math.max(address.lastIndexOf('>'), 0);
    for (String parameter : address.substring(parameters).split(";")) {
      String text = parameter.strip();
      if (text.regionMatches(true, 0, "tag=", 0, 4)) {
        return text.substring(4);
      }
    }
    return "";
  }
}
