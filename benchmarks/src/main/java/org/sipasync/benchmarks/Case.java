package org.sipasync.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * A task of a SIP application, and its request rate.
 *
 * @param name its name in the tables and on the command line
 * @param user of the Request-URI: the sample's scenario
 * @param parameters of the Request-URI
 * @param rate requests a second, when nothing blocks
 * @param blockingRate requests a second of the twin that holds its thread; 0 if it has none
 * @param kamailio user part for the same task in Kamailio; null if it cannot do it
 */
record Case(
    String name, String user, String parameters, int rate, int blockingRate, String kamailio) {
  static final List<Case> ALL =
      List.of(
          // holding the thread for 0 ms is the shortest way to a 200, without a suspension
          new Case("base", "pause", ";ms=0;mode=blocking", 1000, 0, "base"),
          new Case("tcp", "pause", ";ms=0;mode=blocking", 1000, 0, "base"),
          new Case("sleep", "pause", ";ms=100", 1000, 100, "pause"),
          new Case("http", "http", ";delay=100", 1000, 100, null),
          new Case("sql", "credit", ";uid=alice", 1000, 1000, null),
          new Case("sql100", "credit", ";uid=bob", 400, 100, null),
          new Case("exec", "exec", ";arg=x;ms=100", 100, 100, null),
          new Case("launch", "push", "", 1000, 0, null));

  static Case named(String name) {
    return ALL.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
  }

  /** Returns the title of a case. */
  static String title(String name) {
    return switch (name) {
      case "base" -> "transaction and 200";
      case "tcp" -> "transaction and 200, over one TCP connection";
      case "sleep" -> "sleep 100 ms";
      case "http" -> "HTTP GET, 100 ms";
      case "sql" -> "SQL, plain SELECT";
      case "sql100" -> "SQL, 100 ms";
      case "exec" -> "exec `sleep 0.1`";
      case "launch" -> "launch HTTP POST";
      default -> name;
    };
  }

  boolean isTcp() {
    return name.equals("tcp");
  }

  /** Returns true if a server can do it. */
  boolean runsOn(String target) {
    return switch (target) {
      case "blocking" -> blockingRate > 0;
      case "kamailio" -> kamailio != null;
      default -> true;
    };
  }

  String userOn(String target) {
    return target.equals("kamailio") ? kamailio : user;
  }

  String parametersOn(String target) {
    return target.equals("blocking") ? parameters + ";mode=blocking" : parameters;
  }

  int rateOn(String target) {
    return target.equals("blocking") ? blockingRate : rate;
  }

  /** Returns the user part that a server answers immediately. */
  static String calmUser(String target) {
    return target.equals("kamailio") ? "base" : "cdr";
  }

  static Stream<String> names() {
    return ALL.stream().map(Case::name);
  }
}
