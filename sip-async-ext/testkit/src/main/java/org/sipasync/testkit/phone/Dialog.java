package org.sipasync.testkit.phone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Common parts of the requests in a dialog, or of a call without one yet.
 *
 * @param from this side, with its tag
 * @param to the other side, with its tag once there is one
 * @param target the request URI
 * @param routes the Route headers' values, nearest first
 */
record Dialog(String callId, String from, String to, String target, List<String> routes) {

  private static final Pattern CONTACT = Pattern.compile("<sips?:[^>\\s]+>");

  /** Returns the caller's dialog, from the response that accepted the INVITE. */
  static Dialog ofCaller(SipMessage accepted) {
    List<String> routes = new ArrayList<>(routes(accepted));
    Collections.reverse(routes);
    return new Dialog(
        accepted.header("Call-ID"),
        accepted.header("From"),
        accepted.header("To"),
        uriOf(accepted.header("Contact")),
        routes);
  }

  /** Returns the callee's dialog, from the INVITE and its own tag. */
  static Dialog ofCallee(SipMessage invite, String to) {
    return new Dialog(
        invite.header("Call-ID"),
        to,
        invite.header("From"),
        uriOf(invite.header("Contact")),
        routes(invite));
  }

  /**
   * The caller's, once a response to this first INVITE has accepted it; it goes on at the same
   * target if the response names none.
   */
  Dialog acceptedBy(SipMessage response) {
    return response.find("Contact").filter(value -> CONTACT.matcher(value).find()).isPresent()
        ? ofCaller(response)
        : new Dialog(callId, from, response.header("To"), target, routes);
  }

  /**
   * A request, inside the dialog once there is one.
   *
   * @param via the Via header line
   * @param contact the Contact header line
   * @param told header lines that replace what would have been written under these names
   */
  SipMessage request(
      String method, int cSeq, String via, String contact, Body body, String... told) {
    List<String> own = new ArrayList<>();
    own.add(via);
    own.add("CSeq: " + cSeq + " " + method);
    own.addAll(headers());
    own.add(contact);
    return SipMessage.of(method + " " + target + " SIP/2.0", own, body, told);
  }

  private List<String> headers() {
    List<String> headers = new ArrayList<>();
    headers.add("Max-Forwards: 70");
    headers.add("From: " + from);
    headers.add("To: " + to);
    headers.add("Call-ID: " + callId);
    routes.forEach(route -> headers.add("Route: " + route));
    return headers;
  }

  /** Returns the recorded routes, in one or several header lines. */
  private static List<String> routes(SipMessage message) {
    return message.all("Record-Route").stream()
        .flatMap(line -> Stream.of(line.split(",\\s*(?=<)")))
        .toList();
  }

  private static String uriOf(String contact) {
    int open = contact.indexOf('<');
    return open < 0
        ? contact.split(";")[0]
        : contact.substring(open + 1, contact.indexOf('>', open));
  }
}
