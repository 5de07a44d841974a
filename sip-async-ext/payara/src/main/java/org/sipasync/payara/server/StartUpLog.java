package org.sipasync.payara.server;

import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sipasync.SipAsyncException;

/**
 * Reads along in the server's log while it starts, for it has no other way to say when it is ready
 * and at which addresses. Leaves out what {@link StartUp} says once, and better: Payara prints a
 * failed deployment seven times, each with its stack trace.
 *
 * <p>With {@code org.sipasync.startup=summary} in the logging configuration, as in the runnable
 * jar, also the server's own lines about its start are left out.
 */
public final class StartUpLog implements Filter {
  private static final String SERVER = "PayaraMicro";
  private static final String DEPLOYMENT_FAILED = "Exception while loading the app : ";
  private static final Pattern READY = Pattern.compile("(Payara Micro [^(]*[^( ]).* ready in .*");
  private static final Pattern URL = Pattern.compile("(?m)^https?://\\S+$");

  // Held, or the levels that are set here would be collected with them
  private static final Logger SERVER_LOG = Logger.getLogger(SERVER);

  /** Payara sets its level to INFO, whatever the configuration says. */
  private static final Logger WEB_LOG = Logger.getLogger("jakarta.enterprise.web");

  private static final SimpleFormatter TEXT = new SimpleFormatter();

  /** Payara's lines beside each failure, and those on its own failure to go on after one. */
  private static final Pattern ECHO =
      Pattern.compile(
          "Startup of context .* failed due to previous errors|Exception while loading the app"
              + "|Manager has not yet been started|Exception while running a command");

  private static volatile boolean isInstalled;
  private static volatile boolean isReady;

  private final Filter former;
  private final boolean isSummary;

  private StartUpLog(Filter former, boolean isSummary) {
    this.former = former;
    this.isSummary = isSummary;
  }

  /** Begins to read along, once, if this is a Payara Micro that tells when it is ready. */
  public static synchronized void install() {
    boolean isSummary =
        "summary".equals(LogManager.getLogManager().getProperty("org.sipasync.startup"));
    if (isSummary && !isReady) {
      SERVER_LOG.setLevel(Level.INFO);
      WEB_LOG.setLevel(Level.WARNING);
    }
    if (isInstalled || isReady || !isMicro() || !SERVER_LOG.isLoggable(Level.INFO)) {
      return;
    }
    isInstalled = true;
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setFilter(new StartUpLog(handler.getFilter(), isSummary));
    }
  }

  private static boolean isMicro() {
    try {
      Class.forName("fish.payara.micro.PayaraMicro", false, StartUpLog.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** True if what {@link StartUp} gathers will be printed when the server is ready. */
  static boolean willSeeTheEnd() {
    return isInstalled && !isReady;
  }

  @Override
  public boolean isLoggable(LogRecord record) {
    if (isReady) { // a failed redeployment is reported once, too
      return (former == null || former.isLoggable(record))
          && !isOfOurFailure(record, String.valueOf(record.getMessage()));
    }
    String logger = String.valueOf(record.getLoggerName());
    String message = TEXT.formatMessage(record);
    boolean isServers = logger.equals(SERVER);
    if (isServers) {
      read(message);
    } else if (record.getLevel() == Level.SEVERE && message.startsWith(DEPLOYMENT_FAILED)) {
      foreignFailure(message.substring(DEPLOYMENT_FAILED.length()));
    }
    boolean isToldByStartUp =
        isOfOurFailure(record, message)
            || isSummary && (isServers || isEcho(message) || isOurInformation(logger, record));
    return !isToldByStartUp && (former == null || former.isLoggable(record));
  }

  private void read(String message) {
    Matcher url = URL.matcher(message);
    while (url.find()) {
      StartUp.serves(url.group());
    }
    Matcher ready = READY.matcher(message.strip());
    if (ready.matches()) {
      isReady = true;
      StartUp.ready(ready.group(1), isSummary);
    }
  }

  /** A failure that none of our reports is about. */
  private static void foreignFailure(String cause) {
    Map<String, String> known = StartUp.failures();
    if (!cause.contains("SIPA-") && known.values().stream().noneMatch(r -> r.contains(cause))) {
      StartUp.failed("of a WAR (" + (known.size() + 1) + ")", cause);
    }
  }

  /** True for a line about the exception that ended a deployment: the report has said it. */
  private static boolean isOfOurFailure(LogRecord record, String message) {
    if (String.valueOf(record.getLoggerName()).startsWith("org.sipasync")
        || record.getLevel().intValue() < Level.WARNING.intValue()
        || StartUp.failures().isEmpty()) {
      return false;
    }
    Throwable thrown = record.getThrown();
    for (int depth = 0; thrown != null && depth < 20; depth++) {
      if (thrown.toString().contains(SipAsyncException.class.getName())
          || thrown.toString().contains(Reported.class.getName())) {
        return true;
      }
      thrown = thrown.getCause();
    }
    return message.contains(SipAsyncException.class.getName())
        || message.contains(Reported.class.getName());
  }

  private static boolean isEcho(String message) {
    return !StartUp.failures().isEmpty() && ECHO.matcher(message).matches();
  }

  private static boolean isOurInformation(String logger, LogRecord record) {
    return logger.matches("org\\.sipasync(\\.(cdi|restcomm|payara|container|sip)\\..*)?")
        && record.getLevel().intValue() <= Level.INFO.intValue();
  }

  /** Ends a deployment whose failure {@link StartUp} reports. */
  public static final class Reported extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public Reported(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
