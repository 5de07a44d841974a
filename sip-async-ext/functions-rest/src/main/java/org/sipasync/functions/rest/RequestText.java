package org.sipasync.functions.rest;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes requests as HTTP/1.1; {@link HeaderSyntax} has checked their parts. */
final class RequestText {
  static final String AGENT = "sip-async";
  private static final int HTTP_PORT = 80;

  private RequestText() {}

  /** Returns head and body. */
  static byte[] of(HttpRequestParts request) {
    StringBuilder head = new StringBuilder(256);
    HttpTarget target = request.target();
    head.append(request.method()).append(' ').append(target.path()).append(" HTTP/1.1\r\nHost: ");
    host(head, target);
    boolean hasAgent = false;
    for (Map.Entry<String, String> header : request.headers()) {
      line(head, header.getKey(), header.getValue());
      hasAgent |= header.getKey().equalsIgnoreCase("User-Agent");
    }
    if (!hasAgent) {
      line(head, "User-Agent", AGENT);
    }
    HttpRequestParts.Content content = request.content();
    int length = content == null ? 0 : content.bytes().length;
    if (content != null) {
      line(head, "Content-Type", content.type().toString());
    }
    if (request.mayHaveContent()) {
      line(head, "Content-Length", Integer.toString(length));
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    return length == 0 ? bytes : joined(bytes, content.bytes());
  }

  private static void host(StringBuilder head, HttpTarget target) {
    boolean isIpv6 = target.host().indexOf(':') >= 0;
    head.append(isIpv6 ? "[" : "").append(target.host()).append(isIpv6 ? "]" : "");
    if (target.port() != HTTP_PORT) {
      head.append(':').append(target.port());
    }
    head.append("\r\n");
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static byte[] joined(byte[] head, byte[] body) {
    byte[] whole = java.util.Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }
}
