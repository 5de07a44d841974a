package org.sipasync.payara.war;

import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.sipasync.Problem;
import org.sipasync.support.Failures;
import org.sipasync.support.LogText;

/**
 * Reads {@code WEB-INF/sip.xml} (JSR 289, 19) into the WAR's {@link SipModule}; what is written
 * there goes before annotations. An element that is not implemented is a mistake: an application
 * that asks for security must not run without it.
 */
public final class SipXml extends SipXmlReader {
  private static final String REASON = "Message: ";

  /** Elements that may come once (JSR 289's schema says so of some in words only). */
  private static final Set<String> SINGLE =
      Set.of("app-name", "main-servlet", "session-config", "proxy-config", "login-config");

  private final ClassLoader loader;
  private final Set<String> seen = new HashSet<>();

  /** Names of the servlets that the file declares. */
  private final Set<String> declared = new HashSet<>();

  private SipXml(SipXmlStream xml, SipModule module, ClassLoader loader) {
    super(xml, module);
    this.loader = loader;
  }

  /** Reads the file; what is wrong with it is added to the module's mistakes. */
  public static void read(InputStream file, SipModule module, ClassLoader loader) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      SipXmlStream xml = new SipXmlStream(factory.createXMLStreamReader(file));
      new SipXml(xml, module, loader).document();
    } catch (XMLStreamException e) {
      module.isXmlRead = false;
      module.mistakes.add(Problem.BAD_SIP_XML.message(FILE, line(e), reason(e)));
    }
  }

  private static int line(XMLStreamException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
  }

  /** Reason without the place, which the JDK's parser writes before it. */
  private static String reason(XMLStreamException e) {
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    int reason = text.indexOf(REASON);
    String whole = reason < 0 ? text : text.substring(reason + REASON.length());
    String line = LogText.clean(whole.lines().findFirst().orElse(""));
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private void document() throws XMLStreamException {
    while (xml.next() != XMLStreamConstants.START_ELEMENT) {
      continue; // comments, and the DTD that JSR 116 names
    }
    if (!xml.getLocalName().equals("sip-app")) {
      module.isXmlRead = false;
      mistake("the root element is <" + xml.getLocalName() + ">, not <sip-app>");
      return;
    }
    while (child()) {
      once();
      switch (xml.getLocalName()) {
        case "app-name" -> module.name = name();
        case "servlet" -> servlet();
        case "listener" -> listener();
        case "servlet-selection" -> selection();
        case "main-servlet" -> module.mainServlet = name();
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

  /** Notes an element that may come once. */
  private void once() {
    String element = xml.getLocalName();
    if (SINGLE.contains(element) && !seen.add(element)) {
      mistake("<" + element + "> comes twice");
    }
  }

  private void servlet() throws XMLStreamException {
    String name = null;
    String type = null;
    String runAs = null;
    int loadOnStartup = -1;
    List<String[]> parameters = new ArrayList<>();
    List<String[]> links = new ArrayList<>();
    while (child()) {
      switch (xml.getLocalName()) {
        case "servlet-name" -> name = name();
        case "servlet-class" -> type = name();
        case "run-as" -> runAs = new SecurityXml(xml, module).runAs();
        case "load-on-startup" -> loadOnStartup = number();
        case "init-param" -> parameters.add(parameter());
        case "security-role-ref" -> links.add(new SecurityXml(xml, module).roleLink());
        default -> unknown();
      }
    }
    Class<?> loaded = load(type, SipServlet.class, "<servlet-class>");
    if (name == null) {
      mistake("a <servlet> has no <servlet-name>");
    } else if (!name.isEmpty() && !declared.add(name)) {
      mistake("two <servlet> are named \"" + name + "\"");
    } else if (loaded != null) {
      SipModule.Servlet servlet = new SipModule.Servlet(name, loaded);
      servlet.loadOnStartup = loadOnStartup;
      servlet.runAs = runAs == null ? SipAnnotations.runAs(loaded) : runAs;
      parameters.forEach(parameter -> servlet.parameters.put(parameter[0], parameter[1]));
      links.forEach(link -> module.security.link(servlet.name, link[0], link[1]));
      add(servlet);
    }
  }

  /** Adds a servlet in the place of its class's annotation. */
  private void add(SipModule.Servlet servlet) {
    module
        .servlets
        .values()
        .removeIf(other -> other.type == servlet.type && !declared.contains(other.name));
    SipModule.Servlet annotated = module.servlets.put(servlet.name, servlet);
    if (annotated != null && annotated.type != servlet.type) {
      mistake(
          "the name \"%s\" has been given to %s by its @SipServlet"
              .formatted(servlet.name, annotated.type.getName()));
    }
  }

  private void listener() throws XMLStreamException {
    String name = null;
    while (child()) {
      if (xml.getLocalName().equals("listener-class")) {
        name = name();
      } else {
        unknown();
      }
    }
    Class<?> type = load(name, EventListener.class, "<listener-class>");
    if (type != null) {
      module.addListener(type);
    }
  }

  private void selection() throws XMLStreamException {
    while (child()) {
      once();
      switch (xml.getLocalName()) {
        case "main-servlet" -> module.mainServlet = name();
        case "servlet-mapping" -> mapping();
        default -> unknown();
      }
    }
  }

  private void mapping() throws XMLStreamException {
    String servlet = null;
    List<Rule> rules = null;
    int mistakes = module.mistakes.size();
    while (child()) {
      switch (xml.getLocalName()) {
        case "servlet-name" -> servlet = name();
        case "pattern" -> rules = new RuleXml(xml, module).pattern();
        default -> unknown();
      }
    }
    boolean complete = servlet != null && rules != null && rules.size() == 1;
    if (complete && module.mistakes.size() == mistakes) {
      module.mappings.add(new Mapping(servlet, rules.get(0)));
    } else if (module.mistakes.size() == mistakes) {
      mistake("a <servlet-mapping> needs a <servlet-name> and a <pattern> with one rule");
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
    if (!parameter[0].isEmpty()) {
      module.contextParameters.put(parameter[0], parameter[1]);
    }
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
    if (parameter[0].isEmpty()) {
      mistake("a parameter has no <param-name>");
    }
    return parameter;
  }

  private Class<?> load(String name, Class<?> kind, String element) {
    if (name == null) {
      mistake(element + " is missing");
    }
    if (name == null || name.isEmpty()) {
      return null;
    }
    try {
      Class<?> type = Class.forName(name, false, loader);
      if (!kind.isAssignableFrom(type)) {
        mistake(element + " " + name + " is not a " + kind.getName());
      } else if (Modifier.isAbstract(type.getModifiers())) {
        mistake(element + " " + name + " is abstract");
      } else {
        return type;
      }
    } catch (ClassNotFoundException e) {
      mistake(element + " " + LogText.clean(name) + " is not in the WAR");
    } catch (LinkageError e) {
      mistake(element + " " + LogText.clean(name) + " cannot be loaded: " + Failures.describe(e));
    }
    return null;
  }
}
