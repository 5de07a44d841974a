package org.sipasync.sample.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP message that has been received, as text.
 *
 * @param startLine request line or status line
 * @param headers the header lines, in order
 * @param body empty if there is none
 */
record SipText(String startLine, List<String> headers, String body) {
  private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 ([1-6]\\d\\d)( .*)?");
  private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{2,20}) \\S+ SIP/2\\.0");
  private static final Pattern C_SEQ = Pattern.compile("(\\d{1,9})\\s+([A-Z]{2,20})");
  private static final Pattern TAG = Pattern.compile(";\\s*tag=([^;,\\s>]+)");
  private static final Pattern ADDRESS = Pattern.compile("<(sip:[^>\\s]+)>");

  /** Reads a datagram; empty if it is no SIP message that a caller can place. */
  static Optional<SipText> parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    String[] lines = (end < 0 ? text : text.substring(0, end)).split("\r\n");
    SipText message =
        new SipText(
            lines[0],
            List.of(lines).subList(1, lines.length),
            end < 0 ? "" : text.substring(end + 4));
    boolean isSip =
        STATUS_LINE.matcher(lines[0]).matches() || REQUEST_LINE.matcher(lines[0]).matches();
    return isSip && message.cSeqParts().matches() && message.header("Call-ID").isPresent()
        ? Optional.of(message)
        : Optional.empty();
  }

  private Matcher cSeqParts() {
    return C_SEQ.matcher(header("CSeq").orElse(""));
  }

  boolean isResponse() {
    return startLine.startsWith("SIP/2.0 ");
  }

  /** Of a response. */
  int status() {
    return Integer.parseInt(startLine.substring(8, 11));
  }

  int cSeq() {
    Matcher parts = cSeqParts();
    return parts.matches() ? Integer.parseInt(parts.group(1)) : -1;
  }

  /** The method of a request, or of the request that a response answers. */
  String method() {
    Matcher parts = cSeqParts();
    return parts.matches() ? parts.group(2) : "";
  }

  /** The first header of a name. */
  Optional<String> header(String name) {
    return all(name).stream().findFirst();
  }

  List<String> all(String name) {
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).trim())
        .toList();
  }

  /** {@code ;tag=x} of the To header, or nothing. */
  String toTag() {
    Matcher tag = TAG.matcher(header("To").orElse(""));
    return tag.find() ? ";tag=" + tag.group(1) : "";
  }

  /** The URI of the Contact header. */
  Optional<String> contact() {
    return header("Contact").map(ADDRESS::matcher).filter(Matcher::find).map(m -> m.group(1));
  }

  /** The route back through the proxies that want to see the rest of a call (RFC 3261, 12.1.2). */
  List<String> routeSet() {
    List<String> routes = new ArrayList<>();
    all("Record-Route").forEach(line -> routes.addAll(List.of(line.split("\\s*,\\s*"))));
    Collections.reverse(routes);
    return routes;
  }
}
