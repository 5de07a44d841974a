package org.sipasync.payara.war;

import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.sipasync.Problem;
import org.sipasync.support.LogText;
import org.sipasync.support.Suggestion;

/** Reads the elements of {@code WEB-INF/sip.xml} one by one, and collects what is wrong. */
abstract class SipXmlReader {
  static final String FILE = "WEB-INF/sip.xml";

  /** Elements for people and tools; and {@code distributable}, which has no effect here. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("description", "display-name", "icon", "distributable");

  /** Elements of JSR 289's schema that are read here. */
  private static final Set<String> KNOWN =
      Set.of(
          "sip-app",
          "app-name",
          "servlet",
          "servlet-name",
          "servlet-class",
          "load-on-startup",
          "init-param",
          "param-name",
          "param-value",
          "run-as",
          "role-name",
          "role-link",
          "listener",
          "listener-class",
          "servlet-selection",
          "main-servlet",
          "servlet-mapping",
          "pattern",
          "and",
          "or",
          "not",
          "equal",
          "contains",
          "exists",
          "subdomain-of",
          "var",
          "value",
          "session-config",
          "session-timeout",
          "proxy-config",
          "proxy-timeout",
          "context-param",
          "security-constraint",
          "resource-collection",
          "resource-name",
          "sip-method",
          "proxy-authentication",
          "auth-constraint",
          "user-data-constraint",
          "transport-guarantee",
          "login-config",
          "auth-method",
          "realm-name",
          "identity-assertion",
          "identity-assertion-scheme",
          "identity-assertion-support",
          "security-role",
          "security-role-ref");

  final SipXmlStream xml;
  final SipModule module;

  SipXmlReader(SipXmlStream xml, SipModule module) {
    this.xml = xml;
    this.module = module;
  }

  /** Moves to the next child element of the current one; false at its end. */
  final boolean child() throws XMLStreamException {
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
    }
    return false;
  }

  /** Passes over an element that this container does nothing for, and says so if it matters. */
  final void unknown() throws XMLStreamException {
    String element = xml.getLocalName();
    if (KNOWN.contains(element)) {
      mistake("<%s> does not belong in <%s>".formatted(element, xml.parent()));
    } else if (!WITHOUT_EFFECT.contains(element)) {
      mistake(
          "<%s> is not implemented here. %s".formatted(LogText.clean(element), advice(element)));
    }
    pass();
  }

  private static String advice(String element) {
    return Suggestion.of(element, KNOWN)
        .map(near -> "Write <" + near + ">, or remove it")
        .orElse("Remove it, or correct its name");
  }

  final void pass() throws XMLStreamException {
    while (child()) {
      pass();
    }
  }

  /** Text of the element at hand; elements in it are a mistake. */
  final String text() throws XMLStreamException {
    String element = xml.getLocalName();
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.END_ELEMENT -> {
          return text.toString().strip();
        }
        case XMLStreamConstants.START_ELEMENT -> {
          mistake("<%s> is in <%s>, which has a text only".formatted(xml.getLocalName(), element));
          pass();
        }
        case XMLStreamConstants.ENTITY_REFERENCE ->
            mistake(
                "<%s> has the entity &%s;, which is not read"
                    .formatted(element, xml.getLocalName()));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(xml.getText());
        default -> {} // comments and instructions
      }
    }
  }

  /** Text of the element at hand that must not be empty. */
  final String name() throws XMLStreamException {
    String element = xml.getLocalName();
    String name = text();
    if (name.isEmpty()) {
      mistake("<" + element + "> is empty");
    }
    return name;
  }

  final int number() throws XMLStreamException {
    String element = xml.getLocalName();
    String text = text();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      mistake("<" + element + "> is not a whole number: " + text);
      return -1;
    }
  }

  final void mistake(String what) {
    module.mistakes.add(Problem.BAD_SIP_XML.message(FILE, xml.getLocation().getLineNumber(), what));
  }
}
