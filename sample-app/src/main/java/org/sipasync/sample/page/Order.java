package org.sipasync.sample.page;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.sipasync.testkit.phone.Body;
import org.sipasync.testkit.phone.CallPlan;

/**
 * Validated order of a visitor; only its values reach SIP.
 *
 * @param target the called scenario
 * @param method INVITE, OPTIONS, MESSAGE, or REGISTER
 * @param parameters of the address, escaped
 * @param uid the caller
 * @param password for a digest; never sent; empty for none
 * @param blocking true if a single call holds its thread
 * @param count number of calls to compare; 0 for a single call
 * @param perSecond calls per second
 */
record Order(
    Target target,
    String method,
    Map<String, String> parameters,
    String uid,
    String password,
    boolean blocking,
    int count,
    int perSecond) {
  static final int MAX_CALLS = 1000;
  static final int MAX_PER_SECOND = 1000;
  static final int MAX_SECONDS = 60;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
  private static final Pattern TEXT = Pattern.compile("[ -~]{0,64}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,32}");

  /**
   * Reads what a page has sent.
   *
   * @throws IllegalArgumentException with a sentence for the visitor
   */
  static Order of(JsonObject json) {
    Target target =
        Target.of(json.getString("scenario", ""))
            .orElseThrow(() -> new IllegalArgumentException("There is no such scenario."));
    String method = json.getString("method", "INVITE");
    check(target.takes(method), "This scenario does not take that method.");
    JsonObject given =
        json.containsKey("parameters")
            ? json.getJsonObject("parameters")
            : JsonObject.EMPTY_JSON_OBJECT;
    String uid = given.getString("uid", "visitor");
    String password = given.getString("password", "");
    check(TEXT.matcher(password).matches(), "A password has at most 64 printable characters.");
    return new Order(
            target,
            method,
            parameters(target, given),
            NAME.matcher(uid).matches() ? uid : "visitor",
            target.authenticates() ? password : "",
            json.getBoolean("blocking", false),
            json.getInt("count", 0),
            json.getInt("rate", 1))
        .checked();
  }

  private static Map<String, String> parameters(Target target, JsonObject given) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : target.parameters()) {
      String value = given.getString(name, "");
      boolean isNumber = name.equals("ms") || name.equals("delay");
      check(
          value.isEmpty() || (isNumber ? NUMBER : TEXT).matcher(value).matches(),
          isNumber
              ? name + " is a number of at most five digits."
              : name + " has at most 64 printable characters.");
      if (!value.isEmpty()) {
        parameters.put(name, escaped(value));
      }
    }
    return parameters;
  }

  private Order checked() {
    check(!blocking || target.holdsThread(), "This scenario has no blocking twin.");
    check(count >= 0 && count <= MAX_CALLS, "1 to " + MAX_CALLS + " calls.");
    check(
        perSecond >= 1 && perSecond <= MAX_PER_SECOND,
        "1 to " + MAX_PER_SECOND + " calls a second.");
    check(count == 0 || target.comparable(), "This scenario has no blocking twin to compare with.");
    check(
        count <= MAX_SECONDS * perSecond,
        "That would take more than " + MAX_SECONDS + " s: raise the rate.");
    return this;
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /** Returns this order with or without holding the thread. */
  Order holdingThread(boolean yes) {
    return new Order(target, method, parameters, uid, password, yes, count, perSecond);
  }

  /** Returns this order with another count and rate. */
  Order of(int otherCount, int otherRate) {
    return new Order(target, method, parameters, uid, password, blocking, otherCount, otherRate);
  }

  /** The Request-URI at a server. */
  String uri(String hostAndPort) {
    if (method.equals("REGISTER")) {
      return "sip:" + hostAndPort;
    }
    StringBuilder uri = new StringBuilder("sip:" + target.user() + "@" + hostAndPort);
    parameters.forEach((name, value) -> uri.append(';').append(name).append('=').append(value));
    return uri.append(blocking ? ";mode=blocking" : "").toString();
  }

  /** The call to place at a server. */
  CallPlan plan(String hostAndPort) {
    String callee = method.equals("REGISTER") ? uid : target.user();
    CallPlan plan =
        CallPlan.of(method, uri(hostAndPort))
            .between("sip:" + uid + "@" + hostAndPort, "sip:" + callee + "@" + hostAndPort)
            .as(uid, password);
    return switch (method) {
      case "MESSAGE" -> plan.with(Body.text("Hello\r\n"));
      case "REGISTER" -> plan.with(Body.NONE, "Expires: 300");
      default -> plan;
    };
  }

  /** All but letters, digits, full stop, underscore and minus as %XX. */
  private static String escaped(String ascii) {
    StringBuilder escaped = new StringBuilder();
    for (byte c : ascii.getBytes(StandardCharsets.US_ASCII)) {
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || ".-_".indexOf(c) >= 0;
      escaped.append(plain ? String.valueOf((char) c) : "%%%02X".formatted(c));
    }
    return escaped.toString();
  }
}
