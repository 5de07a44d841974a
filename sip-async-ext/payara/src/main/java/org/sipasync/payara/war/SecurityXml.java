package org.sipasync.payara.war;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.sipasync.payara.war.SecurityRules.Assertion;
import org.sipasync.payara.war.SecurityRules.Constraint;

/** Reads the security elements of {@code WEB-INF/sip.xml} (JSR 289, 17). */
final class SecurityXml extends SipXmlReader {
  SecurityXml(SipXmlStream xml, SipModule module) {
    super(xml, module);
  }

  /** Reads the element at hand into the module's rules. */
  void element() throws XMLStreamException {
    switch (xml.getLocalName()) {
      case "security-constraint" -> constraint();
      case "login-config" -> login();
      default -> role(module.security.roles);
    }
  }

  private void constraint() throws XMLStreamException {
    List<Resources> collections = new ArrayList<>();
    Set<String> roles = null;
    boolean proxy = false;
    boolean confidential = false;
    while (child()) {
      switch (xml.getLocalName()) {
        case "resource-collection" -> collections.add(resources());
        case "proxy-authentication" -> {
          proxy = true;
          pass();
        }
        case "auth-constraint" -> {
          roles = new LinkedHashSet<>();
          role(roles);
        }
        case "user-data-constraint" -> confidential = guarantee();
        default -> unknown();
      }
    }
    if (collections.isEmpty()) {
      mistake("a <security-constraint> has no <resource-collection>, so it guards nothing");
    }
    for (Resources guarded : collections) {
      module.security.constraints.add(
          new Constraint(guarded.servlets, guarded.methods, proxy, roles, confidential));
    }
  }

  private record Resources(Set<String> servlets, Set<String> methods) {}

  private Resources resources() throws XMLStreamException {
    Resources guarded = new Resources(new LinkedHashSet<>(), new LinkedHashSet<>());
    while (child()) {
      switch (xml.getLocalName()) {
        case "resource-name" -> text();
        case "servlet-name" -> guarded.servlets.add(name());
        case "sip-method" -> guarded.methods.add(method());
        default -> unknown();
      }
    }
    return guarded;
  }

  private String method() throws XMLStreamException {
    String method = text();
    if (!method.equals(method.toUpperCase(Locale.ROOT)) || method.isEmpty()) {
      mistake("<sip-method> " + method + " is none: methods are written in capitals");
    } else if (SecurityRules.UNGUARDED.contains(method)) {
      mistake("<sip-method> " + method + " cannot be challenged: guard the INVITE it belongs to");
    }
    return method;
  }

  private void role(Set<String> roles) throws XMLStreamException {
    while (child()) {
      if (xml.getLocalName().equals("role-name")) {
        roles.add(name());
      } else {
        unknown();
      }
    }
  }

  private boolean guarantee() throws XMLStreamException {
    boolean confidential = false;
    while (child()) {
      if (!xml.getLocalName().equals("transport-guarantee")) {
        unknown();
        continue;
      }
      String guarantee = text();
      switch (guarantee) {
        case "NONE" -> confidential = false;
        case "INTEGRAL", "CONFIDENTIAL" -> confidential = true;
        default ->
            mistake("<transport-guarantee> is NONE, INTEGRAL or CONFIDENTIAL, not " + guarantee);
      }
    }
    return confidential;
  }

  private void login() throws XMLStreamException {
    while (child()) {
      switch (xml.getLocalName()) {
        case "auth-method" -> authMethod();
        case "realm-name" -> module.security.realm = text();
        case "identity-assertion" -> assertion();
        default -> unknown();
      }
    }
  }

  private void assertion() throws XMLStreamException {
    String scheme = "";
    String support = "";
    while (child()) {
      switch (xml.getLocalName()) {
        case "identity-assertion-scheme" -> scheme = text();
        case "identity-assertion-support" -> support = text();
        default -> unknown();
      }
    }
    if (!scheme.equals("P-Asserted-Identity")) {
      mistake(
          "<identity-assertion-scheme> \"%s\" is not implemented: only P-Asserted-Identity is"
              .formatted(scheme));
    }
    switch (support) {
      case "SUPPORTED" -> module.security.assertion = Assertion.SUPPORTED;
      case "REQUIRED" -> module.security.assertion = Assertion.REQUIRED;
      default ->
          mistake("<identity-assertion-support> is SUPPORTED or REQUIRED, not \"" + support + "\"");
    }
  }

  private void authMethod() throws XMLStreamException {
    String method = text();
    if (method.equals("DIGEST")) {
      module.security.hasLogin = true;
    } else {
      mistake("<auth-method> " + method + " is not implemented: SIP phones know DIGEST");
    }
  }

  /** Role under which a servlet calls EJBs; null if none is named. */
  String runAs() throws XMLStreamException {
    Set<String> roles = new LinkedHashSet<>();
    role(roles);
    if (roles.size() != 1) {
      mistake("<run-as> needs one <role-name>");
      return null;
    }
    module.security.runAs.addAll(roles);
    return roles.iterator().next();
  }

  /** Name that a servlet uses for a role, and the role. */
  String[] roleLink() throws XMLStreamException {
    String[] link = {"", ""};
    while (child()) {
      switch (xml.getLocalName()) {
        case "role-name" -> link[0] = name();
        case "role-link" -> link[1] = name();
        default -> unknown();
      }
    }
    return link;
  }
}
