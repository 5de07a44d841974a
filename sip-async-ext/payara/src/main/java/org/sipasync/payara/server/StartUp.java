package org.sipasync.payara.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;
import org.sipasync.support.Failures;
import org.sipasync.support.LogText;
import org.sipasync.support.ServerExit;

/**
 * Gathers what a start of the server has come to and prints it once, last, on one screen:
 * addresses, applications, failures, what to try next. Thread-safe.
 *
 * <p>What happens later, such as a redeployment, is logged at once.
 */
public final class StartUp {
  /** Its records pass {@link StartUpLog}. */
  static final String LOGGER = "org.sipasync.startup";

  private static final Logger LOG = System.getLogger(LOGGER);
  private static final int MAX_LINE = 160;
  private static final String INDENT = "               ";

  private static final Map<String, String> applications = new LinkedHashMap<>();
  private static final Map<String, String> failures = new LinkedHashMap<>();
  private static final Set<String> urls = new LinkedHashSet<>();
  private static List<String> listen = List.of();
  private static String callable = "";
  private static String warmUp = "";
  private static String dar = "";
  private static Set<String> routed = Set.of();
  private static boolean isReady;

  private StartUp() {}

  /**
   * Notes where the server listens.
   *
   * @param points a line each
   * @param address host and port to call without TLS; empty if there is none
   */
  public static synchronized void listens(List<String> points, String address) {
    listen = List.copyOf(points);
    callable = address;
  }

  /**
   * Notes what the warm-up has come to.
   *
   * @param played requests played
   */
  public static synchronized void warmedUp(Duration took, int played) {
    warmUp = ", %.1f s of it warm-up by %d requests".formatted(took.toMillis() / 1000.0, played);
  }

  /**
   * Notes what the DAR file names: what is not deployed when the server is ready is told then.
   *
   * @param location of the file
   * @param names of applications
   */
  public static synchronized void routesTo(String location, Set<String> names) {
    dar = location;
    routed = Set.copyOf(names);
  }

  public static synchronized void deployed(String application, String parts) {
    failures.remove(application);
    applications.put(application, parts);
    if (isReady || !StartUpLog.willSeeTheEnd()) {
      LOG.log(Level.INFO, () -> "SIP application " + application + " is deployed: " + parts);
    }
  }

  public static synchronized void undeployed(String application) {
    applications.remove(application);
    failures.remove(application);
  }

  /**
   * An application did not start.
   *
   * @param failure what its deployment ends with; its text goes into the report, and its stack
   *     trace too if it is none of ours
   */
  public static synchronized void failed(String application, Throwable failure) {
    String text =
        failure instanceof SipAsyncException
            ? failure.getMessage()
            : Problem.NOT_STARTED.message(application, Failures.rootOf(failure))
                + "\n"
                + trace(failure);
    failed(application, text);
  }

  /** A deployment failed that this container had no part in, or no more is known of. */
  static synchronized void failed(String application, String report) {
    failures.put(application, report);
    if (isReady || !StartUpLog.willSeeTheEnd()) {
      log(application, report);
    }
  }

  private static void log(String application, String report) {
    LOG.log(Level.ERROR, () -> "SIP application " + application + " did not start: " + report);
  }

  /** Reports by application; empty if all is well. */
  public static synchronized Map<String, String> failures() {
    return Map.copyOf(failures);
  }

  static synchronized void serves(String url) {
    urls.add(url);
  }

  /**
   * The server has started.
   *
   * @param server its name and version
   * @param always if the screen is to be printed although there is nothing of SIP
   */
  static synchronized void ready(String server, boolean always) {
    isReady = true;
    if (applications.isEmpty() && failures.isEmpty() && !always) {
      return;
    }
    String screen = screen(server);
    LOG.log(Level.INFO, () -> screen);
    failures.forEach(StartUp::log);
    notDeployed(routed, applications.keySet(), failures.keySet())
        .forEach(
            name ->
                LOG.log(
                    Level.WARNING,
                    Problem.NOT_DEPLOYED.message(dar, LogText.clean(name), applications.keySet())));
    if (!failures.isEmpty() && isExitWanted()) {
      LOG.log(Level.ERROR, "sip.exit-on-failure is true: the server ends with exit code 1");
      ServerExit.begin(1);
    }
  }

  /** Names in the DAR file of applications that are neither deployed nor have failed, in order. */
  static Set<String> notDeployed(Set<String> routed, Set<String> deployed, Set<String> failed) {
    Set<String> missing = new TreeSet<>(routed);
    missing.removeAll(deployed);
    missing.removeAll(failed);
    return missing;
  }

  private static String screen(String server) {
    String version = StartUp.class.getPackage().getImplementationVersion();
    List<String> lines = new ArrayList<>();
    lines.add(
        "sip-async %s on %s, JDK %s, ready in %.1f s%s"
            .formatted(
                version == null ? "(unpacked)" : version,
                server,
                Runtime.version(),
                ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
                warmUp));
    listen.forEach(point -> lines.add("  SIP          " + point));
    urls.stream().filter(url -> !isConsole(url)).forEach(url -> lines.add("  HTTP         " + url));
    urls.stream().filter(StartUp::isConsole).forEach(url -> lines.add("  Console      " + url));
    applications.forEach((name, parts) -> lines.addAll(application(name, parts)));
    failures.forEach((name, report) -> lines.add("  Failed       " + LogText.clean(name)));
    if (!applications.isEmpty() && !callable.isEmpty()) {
      lines.add(
          "  Next         call it: sipp -sn uac -s <user> %s, or any SIP phone"
              .formatted(callable));
    }
    return String.join("\n", lines);
  }

  private static boolean isConsole(String url) {
    return url.endsWith("/sip-async");
  }

  /** The parts of an application, in lines that fit a screen. */
  private static List<String> application(String name, String parts) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("  Application  " + LogText.clean(name) + ": ");
    for (String word : LogText.clean(parts, 2_000).split(" ")) {
      if (line.length() + word.length() > MAX_LINE) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(INDENT);
      }
      line.append(word).append(' ');
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }

  /** Read before any application's configuration exists. */
  private static boolean isExitWanted() {
    String value = System.getProperty("sip.exit-on-failure");
    return Boolean.parseBoolean(value != null ? value : System.getenv("SIP_EXIT_ON_FAILURE"));
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
