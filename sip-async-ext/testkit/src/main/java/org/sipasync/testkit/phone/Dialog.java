package org.sipasync.testkit.phone;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the requests of a dialog, or of a call that is not yet one, have in common.
 *
 * @param from this side, with its tag
 * @param to the other side, with its tag once there is one
 * @param target the request URI
 * @param routes the Route headers' values, nearest first
 */
record Dialog(String callId, String from, String to, String target, List<String> routes) {

  /** The caller's, from the response that accepted the INVITE. */
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

  /** The callee's, from the INVITE and its own tag. */
  static Dialog ofCallee(SipMessage invite, String to) {
    return new Dialog(
        invite.header("Call-ID"),
        to,
        invite.header("From"),
        uriOf(invite.header("Contact")),
        routes(invite));
  }

  List<String> headers() {
    List<String> headers = new ArrayList<>();
    headers.add("Max-Forwards: 70");
    headers.add("From: " + from);
    headers.add("To: " + to);
    headers.add("Call-ID: " + callId);
    routes.forEach(route -> headers.add("Route: " + route));
    return headers;
  }

  /** The recorded routes, whether each has a line of its own or not. */
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
