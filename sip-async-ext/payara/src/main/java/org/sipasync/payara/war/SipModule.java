package org.sipasync.payara.war;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.annotation.SipApplication;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;

/**
 * Declarations of a WAR's SIP application, in annotations and in {@code WEB-INF/sip.xml}, and the
 * mistakes in them.
 */
public final class SipModule {
  /** JSR 289, 15.2: three minutes. */
  private static final int SESSION_TIMEOUT_MINUTES = 3;

  /** JSR 289, 10.2.3: three minutes. */
  private static final int PROXY_TIMEOUT_SECONDS = 180;

  public String name;
  public String mainServlet;
  public int sessionTimeout = SESSION_TIMEOUT_MINUTES;
  public int proxyTimeout = PROXY_TIMEOUT_SECONDS;
  public Method applicationKey;

  /** Annotation that names the application; null without one. */
  SipApplication annotation;

  /** False if {@code WEB-INF/sip.xml} is no such file: what it should declare is not missed. */
  boolean isXmlRead = true;

  /** True if the classes of the WAR can be looked at: all that they use is there. */
  public boolean isReadable = true;

  public final SecurityRules security = new SecurityRules();
  public final Map<String, Servlet> servlets = new LinkedHashMap<>();
  public final List<Class<?>> listeners = new ArrayList<>();
  public final List<Mapping> mappings = new ArrayList<>();
  public final Map<String, String> contextParameters = new LinkedHashMap<>();
  public final List<String> mistakes = new ArrayList<>();

  /** Classes with annotations of ours, whether they are beans or not. */
  public final Set<Class<?>> annotated = new LinkedHashSet<>();

  public SipModule(String defaultName) {
    name = defaultName;
  }

  /** A SIP servlet as declared. */
  public static final class Servlet {
    public final String name;
    public final Class<?> type;
    public int loadOnStartup = -1;

    /** Role under which it calls EJBs; null for its request's sender. */
    public String runAs;

    public final Map<String, String> parameters = new LinkedHashMap<>();

    public Servlet(String name, Class<?> type) {
      this.name = name;
      this.type = type;
    }
  }

  /**
   * Timeout of the application's proxies in seconds; 0 if it is JSR 289's three minutes. Those are
   * Timer C's, which starts afresh with each provisional response.
   */
  public int proxySeconds() {
    return proxyTimeout == PROXY_TIMEOUT_SECONDS ? 0 : Math.max(0, proxyTimeout);
  }

  public boolean isEmpty() {
    return servlets.isEmpty() && listeners.isEmpty() && mistakes.isEmpty() && annotated.isEmpty();
  }

  /** The report on an application that cannot be deployed: all its mistakes, SIPA-0201. */
  public static SipAsyncException refused(String application, List<String> mistakes) {
    return Problem.BAD_DEPLOYMENT.exception(
        application,
        mistakes.size(),
        mistakes.stream().map(m -> "\n  - " + m).collect(Collectors.joining()));
  }

  public void mistake(String text) {
    mistakes.add(Problem.BAD_SIP_APPLICATION.message(text));
  }

  public void add(Servlet servlet) {
    Servlet other = servlets.putIfAbsent(servlet.name, servlet);
    if (other != null && other.type != servlet.type) {
      mistake(
          "two SIP servlets are named \"%s\": %s and %s"
              .formatted(servlet.name, other.type.getName(), servlet.type.getName()));
    }
  }

  public void addListener(Class<?> type) {
    if (!listeners.contains(type)) {
      listeners.add(type);
    }
  }

  /** Decides what was left open, and checks the whole. */
  public void complete() {
    if (!isXmlRead) {
      return;
    }
    if (servlets.isEmpty() && listeners.isEmpty() && !annotated.isEmpty()) {
      mistake(withoutServlet(annotated.iterator().next()));
    }
    boolean declaresMain = mainServlet != null;
    if (mainServlet == null && mappings.isEmpty() && servlets.size() == 1) {
      mainServlet = servlets.keySet().iterator().next();
    }
    if (mainServlet != null && !servlets.containsKey(mainServlet)) {
      mistake(
          "the main servlet \"%s\" does not exist; the SIP servlets are %s"
              .formatted(mainServlet, servlets.keySet()));
    }
    if (mainServlet == null && mappings.isEmpty() && servlets.size() > 1) {
      mistake(
          "there are several SIP servlets %s and nothing says which gets a request: name one with"
                  .formatted(servlets.keySet())
              + " @SipApplication(mainServlet = ...), or map them in WEB-INF/sip.xml");
    }
    if (declaresMain && !mappings.isEmpty()) {
      mistake(
          "the main servlet \"%s\" and <servlet-mapping> both say which servlet gets a request:"
                  .formatted(mainServlet)
              + " keep one of them");
    }
    for (Mapping mapping : mappings) {
      if (!servlets.containsKey(mapping.servlet())) {
        mistake(
            "WEB-INF/sip.xml maps to the servlet \"%s\", which does not exist; the SIP servlets are %s"
                .formatted(mapping.servlet(), servlets.keySet()));
      }
    }
    security.mistakes(servlets.keySet()).forEach(this::mistake);
  }

  private static String withoutServlet(Class<?> type) {
    return SipServlet.class.isAssignableFrom(type)
        ? "%s is a SIP servlet that nothing declares: give it @SipServlet, or a <servlet> in"
                .formatted(type.getName())
            + " WEB-INF/sip.xml"
        : "%s has routes, handlers or functions, but there is no SIP servlet that could use them:"
                .formatted(type.getName())
            + " give a class @SipServlet";
  }
}
