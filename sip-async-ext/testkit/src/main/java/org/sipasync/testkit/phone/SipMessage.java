package org.sipasync.testkit.phone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A SIP message as text: nothing in it is interpreted before a test asks.
 *
 * @param startLine request line or status line
 * @param headers the header lines, in order and as they came; names are looked up in their long
 *     form
 * @param body the body, empty if there is none
 */
public record SipMessage(String startLine, List<String> headers, String body) {
  private static final Pattern START_LINE =
      Pattern.compile("SIP/2\\.0 [1-6]\\d\\d( .*)?|[A-Z]{2,20} \\S+ SIP/2\\.0");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f]");
  private static final Pattern C_SEQ = Pattern.compile("\\d{1,9}\\s+[A-Z]{2,20}");

  /** A message from its text. */
  public static SipMessage parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end < 0 ? text.length() : end).split("\r\n");
    return new SipMessage(
        lines[0], List.of(lines).subList(1, lines.length), end < 0 ? "" : text.substring(end + 4));
  }

  /**
   * A message from its text, if it is one with the headers that a user agent cannot do without, and
   * without control characters that could end a line.
   */
  static Optional<SipMessage> ifValid(String text) {
    SipMessage message = parse(text);
    boolean valid =
        START_LINE.matcher(message.startLine).matches()
            && message.headers.stream().noneMatch(line -> CONTROL.matcher(line).find())
            && C_SEQ.matcher(message.find("CSeq").orElse("")).matches()
            && Stream.of("Via", "From", "To", "Call-ID").allMatch(n -> message.find(n).isPresent());
    return valid ? Optional.of(message) : Optional.empty();
  }

  /** A message of headers that the phone writes, and those it is told to write instead. */
  static SipMessage of(String startLine, List<String> own, Body body, String... told) {
    List<String> all = new ArrayList<>(own);
    all.removeIf(line -> Arrays.stream(told).anyMatch(other -> sameName(line, other)));
    Arrays.stream(told).filter(line -> !line.endsWith(":")).forEach(all::add);
    if (!body.text().isEmpty()) {
      all.add("Content-Type: " + body.type());
    }
    all.add("Content-Length: " + body.text().getBytes(StandardCharsets.UTF_8).length);
    return new SipMessage(startLine, all, body.text());
  }

  private static boolean sameName(String line, String other) {
    return line.split(":", 2)[0].equalsIgnoreCase(other.split(":", 2)[0]);
  }

  /** An ACK or CANCEL that belongs to the transaction of this INVITE (RFC 3261, 9.1, 17.1.1.3). */
  SipMessage inTransaction(String method, String to) {
    List<String> own = new ArrayList<>();
    own.add("Via: " + header("Via"));
    own.add("CSeq: " + cSeq() + " " + method);
    own.add("Max-Forwards: 70");
    own.add("From: " + header("From"));
    own.add("To: " + to);
    own.add("Call-ID: " + header("Call-ID"));
    all("Route").forEach(route -> own.add("Route: " + route));
    return of(method + " " + requestUri() + " SIP/2.0", own, Body.NONE);
  }

  /** The message as it goes over the wire. */
  public String text() {
    return startLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body;
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /** A response, or a request. */
  public boolean isResponse() {
    return startLine.startsWith("SIP/2.0 ");
  }

  /** The status of a response. */
  public int status() {
    return Integer.parseInt(startLine.split(" ")[1]);
  }

  boolean isSuccess() {
    return status() / 100 == 2;
  }

  /** The method of a request, or of the request that a response answers. */
  public String method() {
    return isResponse() ? header("CSeq").split("\\s+")[1] : startLine.split(" ")[0];
  }

  /** The number in CSeq. */
  int cSeq() {
    return Integer.parseInt(header("CSeq").split("\\s+")[0]);
  }

  /** The request URI of a request. */
  public String requestUri() {
    return startLine.split(" ")[1];
  }

  /** The value of the first header of a name; an {@link AssertionError} if there is none. */
  public String header(String name) {
    return find(name).orElseThrow(() -> new AssertionError("no header " + name + " in\n" + this));
  }

  /** The first header of a name, if there is one. */
  public Optional<String> find(String name) {
    return all(name).stream().findFirst();
  }

  /** The values of all headers of a name, in order; empty if there is none. */
  public List<String> all(String name) {
    return headers.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).trim())
        .toList();
  }

  /** The branch of the topmost Via: which transaction it belongs to. */
  public String branch() {
    return parameter(header("Via").split(",")[0], "branch");
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
