package org.sipasync.testkit.phone;

/**
 * The body of a message.
 *
 * @param type its Content-Type
 * @param text the body itself; sent as UTF-8
 */
public record Body(String type, String text) {
  /** An SDP offer or answer of one audio stream; nothing listens there. */
  public static final Body SDP =
      new Body(
          "application/sdp",
          "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
              + "m=audio 4000 RTP/AVP 0\r\n");

  /** No body. */
  public static final Body NONE = new Body("", "");

  /** Plain text, as of a MESSAGE. */
  public static Body text(String text) {
    return new Body("text/plain", text);
  }
}
