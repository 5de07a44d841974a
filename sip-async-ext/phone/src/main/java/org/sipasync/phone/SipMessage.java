package org.sipasync.phone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A SIP message as text: nothing in it is interpreted before a test asks.
 *
 * @param startLine request line or status line
 * @param headers the header lines, in order
 * @param body the body, empty if there is none
 */
public record SipMessage(String startLine, List<String> headers, String body) {

  /** A message from its text. */
  public static SipMessage parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end < 0 ? text.length() : end).split("\r\n");
    return new SipMessage(
        lines[0], List.of(lines).subList(1, lines.length), end < 0 ? "" : text.substring(end + 4));
  }

  static SipMessage of(String startLine, List<String> headers, String body) {
    List<String> all = new ArrayList<>(headers);
    all.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
    return new SipMessage(startLine, all, body);
  }

  byte[] bytes() {
    return (startLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  public boolean isResponse() {
    return startLine.startsWith("SIP/2.0 ");
  }

  /** The status of a response. */
  public int status() {
    return Integer.parseInt(startLine.split(" ")[1]);
  }

  /** The method of a request, or of the request that a response answers. */
  public String method() {
    return isResponse() ? header("CSeq").split(" ")[1] : startLine.split(" ")[0];
  }

  public String requestUri() {
    return startLine.split(" ")[1];
  }

  /** The first header of a name; an error if there is none. */
  public String header(String name) {
    return find(name).orElseThrow(() -> new AssertionError("no header " + name + " in\n" + this));
  }

  public Optional<String> find(String name) {
    return all(name).stream().findFirst();
  }

  public List<String> all(String name) {
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).trim())
        .toList();
  }

  /** The branch of the topmost Via: which transaction it belongs to. */
  public String branch() {
    return parameter(header("Via"), "branch");
  }

  /** The tag of To; null if it has none. */
  public String toTag() {
    return parameter(header("To"), "tag");
  }

  static String parameter(String header, String name) {
    for (String part : header.split(";")) {
      if (part.startsWith(name + "=")) {
        return part.substring(name.length() + 1);
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return startLine + "\n" + String.join("\n", headers) + "\n\n" + body;
  }
}
