package org.sipasync.container.keepalive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.sipasync.container.session.KeepAliveSnapshot;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipMessage;

/**
 * Session descriptions of a dialog that both sides have last agreed on (RFC 3264), which refreshes
 * repeat. Other bodies are not looked at. For the session's lane.
 */
public final class Descriptions {
  private static final String SDP = "application/sdp";

  /** Null until this side has sent one. */
  private byte[] ours;

  private String type;

  /** Origin line of the peer's; null until it is known. */
  private String theirOrigin;

  /** Takes in what this side has sent, and the peer has taken. */
  public void sent(SipMessage message) {
    if (isIn(message)) {
      ours = message.body();
      type = message.header(HeaderName.CONTENT_TYPE);
    }
  }

  /** Takes in what the peer has sent, and this side has taken. */
  public void received(SipMessage message) {
    if (isIn(message)) {
      theirOrigin = origin(message);
    }
  }

  /** Returns them with a running interval, for another node. */
  public KeepAliveSnapshot snapshot(SessionInterval interval, long since, boolean allowsUpdate) {
    return new KeepAliveSnapshot(
        interval.seconds(), interval.isOurs(), since, allowsUpdate, ours, type, theirOrigin);
  }

  /** Takes in those of another node. */
  public void restore(KeepAliveSnapshot from) {
    ours = from.description();
    type = from.type();
    theirOrigin = from.origin();
  }

  /** True if there is one that a refresh can repeat. */
  public boolean canRepeat() {
    return ours != null;
  }

  /** Gives a message the last description of this side. */
  public void repeat(SipMessage message) {
    message.body(ours, type);
  }

  /** True if the peer's description is the last one: its origin line has not changed (3264 8). */
  public boolean isRepeated(SipMessage message) {
    return isIn(message) && theirOrigin != null && Objects.equals(theirOrigin, origin(message));
  }

  private static boolean isIn(SipMessage message) {
    String text = message.bodyLength() == 0 ? null : message.header(HeaderName.CONTENT_TYPE);
    return text != null && text.regionMatches(true, 0, SDP, 0, SDP.length());
  }

  private static String origin(SipMessage message) {
    return new String(message.body(), UTF_8)
        .lines()
        .filter(line -> line.startsWith("o="))
        .findFirst()
        .orElse(null);
  }
}
