package org.sipasync.payara.war;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;
import javax.servlet.sip.SipServlet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.sipasync.Problem;

/**
 * Reads {@code WEB-INF/sip.xml} (JSR 289, 19) into the WAR's {@link SipModule}; what is written
 * there goes before annotations. An element that is not implemented is a mistake: an application
 * that asks for security must not run without it.
 */
public final class SipXml extends SipXmlReader {
  private final ClassLoader loader;

  private SipXml(XMLStreamReader xml, SipModule module, ClassLoader loader) {
    super(xml, module);
    this.loader = loader;
  }

  /** Reads the file; what is wrong with it is added to the module's mistakes. */
  public static void read(InputStream file, SipModule module, ClassLoader loader) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(file);
      new SipXml(xml, module, loader).document();
    } catch (XMLStreamException e) {
      module.mistakes.add(
          Problem.BAD_SIP_XML.message(
              FILE, line(e), String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  private static int line(XMLStreamException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
  }

  private void document() throws XMLStreamException {
    xml.nextTag();
    if (!xml.getLocalName().equals("sip-app")) {
      mistake("the root element is <" + xml.getLocalName() + ">, not <sip-app>");
      return;
    }
    while (child()) {
      switch (xml.getLocalName()) {
        case "app-name" -> module.name = text();
        case "servlet" -> servlet();
        case "listener" -> listener();
        case "servlet-selection" -> selection();
        case "main-servlet" -> module.mainServlet = text();
        case "servlet-mapping" -> mapping();
        case "session-config" -> sessionConfig();
        case "proxy-config" -> proxyConfig();
        case "context-param" -> contextParameter();
        case "security-constraint", "login-config", "security-role" ->
            new SecurityXml(xml, module).element();
        default -> unknown();
      }
    }
  }

  private void servlet() throws XMLStreamException {
    String name = null;
    String type = null;
    int loadOnStartup = -1;
    List<String[]> parameters = new ArrayList<>();
    List<String[]> links = new ArrayList<>();
    while (child()) {
      switch (xml.getLocalName()) {
        case "servlet-name" -> name = text();
        case "servlet-class" -> type = text();
        case "load-on-startup" -> loadOnStartup = number();
        case "init-param" -> parameters.add(parameter());
        case "security-role-ref" -> links.add(new SecurityXml(xml, module).roleLink());
        default -> unknown();
      }
    }
    Class<?> loaded = load(type, SipServlet.class, "<servlet-class>");
    if (name == null) {
      mistake("a <servlet> has no <servlet-name>");
    } else if (loaded != null) {
      SipModule.Servlet servlet = new SipModule.Servlet(name, loaded);
      servlet.loadOnStartup = loadOnStartup;
      parameters.forEach(parameter -> servlet.parameters.put(parameter[0], parameter[1]));
      links.forEach(link -> module.security.link(servlet.name, link[0], link[1]));
      module.servlets.values().removeIf(annotated -> annotated.type == loaded);
      module.servlets.put(name, servlet);
    }
  }

  private void listener() throws XMLStreamException {
    while (child()) {
      if (xml.getLocalName().equals("listener-class")) {
        Class<?> type = load(text(), EventListener.class, "<listener-class>");
        if (type != null) {
          module.addListener(type);
        }
      } else {
        unknown();
      }
    }
  }

  private void selection() throws XMLStreamException {
    while (child()) {
      switch (xml.getLocalName()) {
        case "main-servlet" -> module.mainServlet = text();
        case "servlet-mapping" -> mapping();
        default -> unknown();
      }
    }
  }

  private void mapping() throws XMLStreamException {
    String servlet = null;
    Rule rule = null;
    while (child()) {
      switch (xml.getLocalName()) {
        case "servlet-name" -> servlet = text();
        case "pattern" -> rule = only(rules());
        default -> unknown();
      }
    }
    if (servlet == null || rule == null) {
      mistake("a <servlet-mapping> needs a <servlet-name> and a <pattern> with one rule");
    } else {
      module.mappings.add(new Mapping(servlet, rule));
    }
  }

  private Rule only(List<Rule> rules) {
    return rules.size() == 1 ? rules.get(0) : null;
  }

  private List<Rule> rules() throws XMLStreamException {
    List<Rule> rules = new ArrayList<>();
    while (child()) {
      Rule rule = rule();
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private Rule rule() throws XMLStreamException {
    String kind = xml.getLocalName();
    switch (kind) {
      case "and":
        return Rule.and(rules());
      case "or":
        return Rule.or(rules());
      case "not":
        Rule negated = only(rules());
        return negated == null ? null : Rule.not(negated);
      default:
        return comparison(kind);
    }
  }

  private Rule comparison(String kind) throws XMLStreamException {
    boolean ignoreCase = "true".equals(xml.getAttributeValue(null, "ignore-case"));
    String variable = null;
    String value = "";
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
    try {
      return Rule.comparison(kind, variable, value, ignoreCase);
    } catch (IllegalArgumentException e) {
      mistake(e.getMessage());
      return null;
    }
  }

  private void sessionConfig() throws XMLStreamException {
    while (child()) {
      if (xml.getLocalName().equals("session-timeout")) {
        module.sessionTimeout = number();
      } else {
        unknown();
      }
    }
  }

  /** JSR 116's name of the timeout counts if JSR 289's is not there. */
  private void proxyConfig() throws XMLStreamException {
    int seconds = 0;
    int sequential = 0;
    while (child()) {
      switch (xml.getLocalName()) {
        case "proxy-timeout" -> seconds = seconds("<proxy-timeout>");
        case "sequential-search-timeout" -> sequential = seconds("<sequential-search-timeout>");
        default -> unknown();
      }
    }
    if (seconds > 0 || sequential > 0) {
      module.proxyTimeout = seconds > 0 ? seconds : sequential;
    }
  }

  private int seconds(String element) throws XMLStreamException {
    int mistakes = module.mistakes.size();
    int seconds = number();
    if (seconds <= 0 && mistakes == module.mistakes.size()) {
      mistake(element + " is " + seconds + " s; give 1 or more, or leave it out");
    }
    return seconds;
  }

  private void contextParameter() throws XMLStreamException {
    String[] parameter = parameter();
    module.contextParameters.put(parameter[0], parameter[1]);
  }

  private String[] parameter() throws XMLStreamException {
    String[] parameter = {"", ""};
    while (child()) {
      switch (xml.getLocalName()) {
        case "param-name" -> parameter[0] = text();
        case "param-value" -> parameter[1] = text();
        default -> unknown();
      }
    }
    return parameter;
  }

  private Class<?> load(String name, Class<?> kind, String element) {
    if (name == null) {
      mistake(element + " is missing");
      return null;
    }
    try {
      Class<?> type = Class.forName(name, false, loader);
      if (kind.isAssignableFrom(type)) {
        return type;
      }
      mistake(element + " " + name + " is not a " + kind.getName());
    } catch (ClassNotFoundException e) {
      mistake(element + " " + name + " is not in the WAR");
    }
    return null;
  }
}
