package org.sipasync.payara.war;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** Reads the rules of a servlet mapping in {@code WEB-INF/sip.xml} (JSR 289, 19.5). */
final class RuleXml extends SipXmlReader {
  RuleXml(SipXmlStream xml, SipModule module) {
    super(xml, module);
  }

  /** Reads the pattern at hand; empty if its rule is a mistake, or if it has none. */
  List<Rule> pattern() throws XMLStreamException {
    List<Rule> rules = new ArrayList<>();
    int count = rules(rules);
    if (count != 1) {
      mistake("<pattern> has " + count + " rules: it needs one");
    }
    return rules;
  }

  /**
   * Reads the rules in the element at hand.
   *
   * @param rules gets those that are right
   * @return the number of all
   */
  private int rules(List<Rule> rules) throws XMLStreamException {
    int count = 0;
    while (child()) {
      count++;
      Rule rule = rule();
      if (rule != null) {
        rules.add(rule);
      }
    }
    return count;
  }

  /** Reads the rule at hand; null if it is a mistake. */
  private Rule rule() throws XMLStreamException {
    String kind = xml.getLocalName();
    return switch (kind) {
      case "and", "or", "not" -> combination(kind);
      case "equal", "exists", "contains", "subdomain-of" -> comparison(kind);
      default -> {
        unknown();
        yield null;
      }
    };
  }

  private Rule combination(String kind) throws XMLStreamException {
    List<Rule> rules = new ArrayList<>();
    int count = rules(rules);
    boolean not = kind.equals("not");
    if (count == 0 || not && count > 1) {
      mistake("<%s> has %d rules: it needs %s".formatted(kind, count, not ? "one" : "some"));
    }
    if (count == 0 || rules.size() < count || not && count > 1) {
      return null;
    }
    return not ? Rule.not(rules.get(0)) : kind.equals("and") ? Rule.and(rules) : Rule.or(rules);
  }

  private Rule comparison(String kind) throws XMLStreamException {
    boolean ignoreCase = "true".equals(xml.getAttributeValue(null, "ignore-case"));
    String variable = null;
    String value = null;
    int mistakes = module.mistakes.size();
    while (child()) {
      switch (xml.getLocalName()) {
        case "var" -> {
          ignoreCase |= "true".equals(xml.getAttributeValue(null, "ignore-case"));
          variable = text();
        }
        case "value" -> value = text();
        default -> unknown();
      }
    }
    if (module.mistakes.size() > mistakes) {
      return null;
    }
    try {
      return Rule.comparison(kind, variable, value, ignoreCase);
    } catch (IllegalArgumentException e) {
      mistake(e.getMessage());
      return null;
    }
  }
}
