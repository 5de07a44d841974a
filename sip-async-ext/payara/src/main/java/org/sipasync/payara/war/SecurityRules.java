package org.sipasync.payara.war;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Security of a SIP application as its sip.xml declares it (JSR 289, 17). */
public final class SecurityRules {
  /** Methods whose requests cannot be challenged; PRACK belongs to an INVITE that was. */
  static final Set<String> UNGUARDED = Set.of("ACK", "CANCEL", "PRACK");

  /** Any authenticated user, in an auth-constraint. */
  private static final String EVERY_ROLE = "*";

  public final List<Constraint> constraints = new ArrayList<>();
  public final Set<String> roles = new LinkedHashSet<>();
  public String realm;
  public boolean hasLogin;
  public Assertion assertion = Assertion.NONE;

  /** Roles that servlets of sip.xml run as. */
  final Set<String> runAs = new LinkedHashSet<>();

  private final Map<String, Map<String, String>> links = new HashMap<>();

  /** Trust in P-Asserted-Identity (RFC 3325) of the server's trusted peers. */
  public enum Assertion {
    /** The header means nothing. */
    NONE,
    /** The header counts; requests without it are challenged. */
    SUPPORTED,
    /** Requests without the header are refused. */
    REQUIRED
  }

  /**
   * A constraint on some requests.
   *
   * @param servlets names; empty for all
   * @param methods of requests; empty for all
   * @param proxy true to challenge by 407
   * @param roles that may send; null without auth-constraint, empty for nobody
   * @param confidential true if only TLS will do
   */
  public record Constraint(
      Set<String> servlets,
      Set<String> methods,
      boolean proxy,
      Set<String> roles,
      boolean confidential) {

    boolean covers(String servlet, String method) {
      return (servlets.isEmpty() || servlets.contains(servlet))
          && (methods.isEmpty() || methods.contains(method));
    }
  }

  /**
   * Needs of the requests of one method to one servlet.
   *
   * @param proxy true to challenge by 407
   * @param roles one of which the sender must have; null if anybody may send, empty for nobody
   * @param confidential true if only TLS will do
   */
  public record Need(boolean proxy, Set<String> roles, boolean confidential) {
    /** True if a user with these roles may send. */
    public boolean allows(Set<String> given) {
      return roles == null
          || roles.contains(EVERY_ROLE)
          || roles.stream().anyMatch(given::contains);
    }
  }

  public boolean isEmpty() {
    return constraints.isEmpty();
  }

  /** True if some requests need an authenticated sender. */
  public boolean needsLogin() {
    return constraints.stream().anyMatch(each -> each.roles() != null && !each.roles().isEmpty());
  }

  /**
   * Needs of a request, by all constraints that cover it: one without roles lets nobody in, one
   * without auth-constraint lets anybody in, and else their roles add up.
   *
   * @return null if no constraint covers it
   */
  public Need need(String servlet, String method) {
    List<Constraint> covering =
        UNGUARDED.contains(method)
            ? List.of()
            : constraints.stream().filter(each -> each.covers(servlet, method)).toList();
    return covering.isEmpty()
        ? null
        : new Need(
            covering.stream().anyMatch(Constraint::proxy),
            roles(covering),
            covering.stream().anyMatch(Constraint::confidential));
  }

  private static Set<String> roles(List<Constraint> covering) {
    if (covering.stream().anyMatch(each -> each.roles() != null && each.roles().isEmpty())) {
      return Set.of();
    }
    if (covering.stream().anyMatch(each -> each.roles() == null)) {
      return null;
    }
    Set<String> all = new LinkedHashSet<>();
    covering.forEach(each -> all.addAll(each.roles()));
    return all;
  }

  void link(String servlet, String name, String role) {
    links.computeIfAbsent(servlet, key -> new HashMap<>()).put(name, role);
  }

  /** Role that a servlet means by a name. */
  public String role(String servlet, String name) {
    return links.getOrDefault(servlet, Map.of()).getOrDefault(name, name);
  }

  /**
   * Checks the rules.
   *
   * @param servlets names of the application's SIP servlets
   * @return a text for each mistake
   */
  List<String> mistakes(Set<String> servlets) {
    List<String> mistakes = new ArrayList<>();
    for (Constraint constraint : constraints) {
      constraint.servlets().stream()
          .filter(name -> !servlets.contains(name))
          .forEach(name -> mistakes.add(unknownServlet(name, servlets)));
      if (constraint.roles() != null) {
        constraint.roles().forEach(role -> checkRole(role, "<auth-constraint>", mistakes));
      }
    }
    links.forEach(
        (servlet, ofServlet) ->
            ofServlet.values().forEach(role -> checkRole(role, "<security-role-ref>", mistakes)));
    runAs.forEach(role -> checkRole(role, "<run-as>", mistakes));
    boolean byDigest = needsLogin() && assertion != Assertion.REQUIRED;
    if (byDigest && (!hasLogin || realm == null || realm.isEmpty())) {
      mistakes.add(
          "an <auth-constraint> needs a <login-config> with <auth-method>DIGEST</auth-method> and a"
              + " <realm-name>, or with a REQUIRED <identity-assertion>");
    }
    return mistakes;
  }

  private static String unknownServlet(String name, Set<String> servlets) {
    return "a <security-constraint> guards the servlet \"%s\", which does not exist; the SIP"
            .formatted(name)
        + " servlets are "
        + servlets;
  }

  private void checkRole(String role, String element, List<String> mistakes) {
    if (!role.equals(EVERY_ROLE) && !roles.contains(role)) {
      mistakes.add(
          "%s names the role \"%s\", which no <security-role> declares; declared are %s"
              .formatted(element, role, roles));
    }
  }
}
