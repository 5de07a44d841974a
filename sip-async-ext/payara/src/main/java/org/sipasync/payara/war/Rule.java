package org.sipasync.payara.war;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TelURL;
import javax.servlet.sip.URI;
import org.sipasync.support.LogText;

/**
 * A rule of a servlet mapping (JSR 289, 19.5).
 *
 * @param text the rule as one would write it
 * @param test whether it matches
 */
public record Rule(String text, Predicate<SipServletRequest> test) {
  private static final String KNOWN =
      "known are request.method, request.uri, request.from, request.to and request.route, with"
          + " their parts uri, display-name, scheme, user, host, port, tel and param.NAME";

  public boolean matches(SipServletRequest request) {
    return test.test(request);
  }

  static Rule and(List<Rule> rules) {
    return new Rule("and" + texts(rules), r -> rules.stream().allMatch(rule -> rule.matches(r)));
  }

  static Rule or(List<Rule> rules) {
    return new Rule("or" + texts(rules), r -> rules.stream().anyMatch(rule -> rule.matches(r)));
  }

  static Rule not(Rule rule) {
    return new Rule("not(" + rule.text() + ")", r -> !rule.matches(r));
  }

  private static List<String> texts(List<Rule> rules) {
    return rules.stream().map(Rule::text).toList();
  }

  /**
   * A comparison of a variable with a value.
   *
   * @param value null for a rule that needs none
   * @throws IllegalArgumentException if the kind, the variable or the value is of no use
   */
  static Rule comparison(String kind, String variable, String value, boolean ignoreCase) {
    BiPredicate<String, String> compare =
        switch (kind) {
          case "equal" -> String::equals;
          case "exists" -> (found, ignored) -> true;
          case "contains" -> String::contains;
          case "subdomain-of" -> Rule::isSubdomain;
          default -> throw new IllegalArgumentException("<" + kind + "> is not a matching rule");
        };
    check(kind, variable, value, ignoreCase);
    String text = value == null ? "" : value;
    String expected = ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    return new Rule(
        (variable + " " + kind + " " + text).stripTrailing(),
        request -> {
          String found = value(request, variable);
          return found != null
              && compare.test(ignoreCase ? found.toLowerCase(Locale.ROOT) : found, expected);
        });
  }

  private static void check(String kind, String variable, String value, boolean ignoreCase) {
    String element = "<" + kind + "> ";
    if (variable == null || variable.isEmpty()) {
      throw new IllegalArgumentException(element + "has no <var>");
    }
    if (!isKnown(variable)) {
      throw new IllegalArgumentException(
          element + "compares the unknown variable \"" + LogText.clean(variable) + "\": " + KNOWN);
    }
    if (value == null && !kind.equals("exists")) {
      throw new IllegalArgumentException(element + "has no <value>");
    }
    boolean ofMethod = variable.equals("request.method") && kind.equals("equal");
    if (ofMethod && !ignoreCase && !value.equals(value.toUpperCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          element + "never matches the method " + value + ": methods are written in capitals");
    }
  }

  private static boolean isSubdomain(String host, String domain) {
    return host.equalsIgnoreCase(domain)
        || host.toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT));
  }

  private static boolean isKnown(String variable) {
    String[] parts = variable.split("\\.", 3);
    if (!parts[0].equals("request") || parts.length < 2) {
      return false;
    }
    String rest = parts.length == 3 ? parts[2] : "";
    return switch (parts[1]) {
      case "method" -> parts.length == 2;
      case "uri" -> isPartOfUri(rest);
      case "from", "to", "route" ->
          rest.equals("display-name")
              || rest.equals("uri")
              || isPartOfUri(rest.startsWith("uri.") ? rest.substring(4) : rest);
      default -> false;
    };
  }

  private static boolean isPartOfUri(String part) {
    return switch (part) {
      case "", "scheme", "user", "host", "port", "tel" -> true;
      default -> part.startsWith("param.") && part.length() > "param.".length();
    };
  }

  private static String value(SipServletRequest request, String variable) {
    String[] parts = variable.split("\\.", 3);
    String rest = parts.length == 3 ? parts[2] : "";
    return switch (parts[1]) {
      case "method" -> request.getMethod();
      case "uri" -> of(request.getRequestURI(), rest);
      case "from" -> of(request.getFrom(), rest);
      case "to" -> of(request.getTo(), rest);
      default -> of(request.getInitialPoppedRoute(), rest);
    };
  }

  private static String of(Address address, String part) {
    if (address == null) {
      return null;
    }
    return switch (part) {
      case "" -> address.toString();
      case "display-name" -> address.getDisplayName();
      case "uri" -> address.getURI().toString();
      default -> of(address.getURI(), part.startsWith("uri.") ? part.substring(4) : part);
    };
  }

  private static String of(URI uri, String part) {
    if (part.isEmpty()) {
      return uri.toString();
    }
    if (part.equals("scheme")) {
      return uri.getScheme();
    }
    if (uri instanceof SipURI sip) {
      return ofSip(sip, part);
    }
    return uri instanceof TelURL tel && part.equals("tel") ? tel.getPhoneNumber() : null;
  }

  private static String ofSip(SipURI uri, String part) {
    if (part.startsWith("param.")) {
      return uri.getParameter(part.substring("param.".length()));
    }
    return switch (part) {
      case "user" -> uri.getUser();
      case "host" -> uri.getHost();
      case "port" -> Integer.toString(uri.getPort() < 0 ? 5060 : uri.getPort());
      case "tel" -> "phone".equals(uri.getUserParam()) ? uri.getUser() : null;
      default -> null;
    };
  }
}
