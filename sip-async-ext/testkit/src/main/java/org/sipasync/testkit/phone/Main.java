package org.sipasync.testkit.phone;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Places one call, or sends one request, and prints what went over the wire: {@code java -jar
 * sip-async-testkit.jar sip:credit@127.0.0.1:5060 alice OPTIONS}.
 */
final class Main {
  private static final Pattern URI = Pattern.compile("sip:([^@]+)@127\\.0\\.0\\.1:(\\d+)(;.*)?");

  private Main() {}

  public static void main(String[] arguments) {
    Matcher uri = URI.matcher(arguments.length == 0 ? "" : arguments[0]);
    if (!uri.matches()) {
      System.err.println(
          "usage: java -jar sip-async-testkit.jar sip:<who>@127.0.0.1:<port> [from] [method]");
      System.exit(2);
    }
    String transport = String.valueOf(uri.group(3)).contains("transport=tcp") ? "tcp" : "udp";
    try (SipPhone phone = SipPhone.over(transport, Integer.parseInt(uri.group(2)))) {
      send(
          arguments.length > 1 ? phone.as(arguments[1]) : phone,
          arguments.length > 2 ? arguments[2] : "INVITE",
          arguments[0]);
      System.out.print(phone.ladder());
    } catch (AssertionError e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void send(SipPhone phone, String method, String uri) {
    if (!method.equals("INVITE")) {
      phone.request(method, uri).expectFinal();
      return;
    }
    Call call = phone.invite(uri);
    SipMessage last = call.invite().expectFinal();
    if (last.isSuccess()) {
      call.ack();
      call.bye().expectFinal();
    } else {
      call.ackFailure(last.status());
    }
  }
}
