package org.sipasync;

import java.util.stream.Stream;
import org.sipasync.support.LogText;

/**
 * Every numbered mistake, with its text. Numbers are never used again for something else.
 *
 * <p>{@code SIPA-00xx}: use of the API; {@code SIPA-01xx}: configuration; {@code SIPA-02xx}:
 * deployment; {@code SIPA-03xx}: running calls; {@code SIPA-04xx}: operation.
 */
public enum Problem {
  NO_MESSAGE(
      1,
      "async.call(%s) was used on thread %s, which handles no SIP message: there is nothing to"
          + " suspend. Call it in a SIP handler or a resume route."),
  UNKNOWN_ROUTE(
      2,
      "Application %s has no resume route named \"%s\"%s. Its resume routes: %s. Annotate a method"
          + " with @ResumeRoute(\"%s\")."),
  SUSPENDED_TWICE(
      3,
      "%s was suspended already in this handler, to be resumed in route \"%s\". A handler suspends"
          + " its message once; start the next operation in the resume route."),
  MESSAGE_SUSPENDED(
      4,
      "%s is suspended until route \"%s\" resumes it: %s is not possible. End the handler after"
          + " async.call(...).resume(...), and do it in the resume route."),
  ALREADY_COMMITTED(
      5,
      "%s cannot be suspended: it has been answered or proxied already. Suspend it before you send"
          + " a final response."),
  NOT_SUSPENDABLE(
      6, "%s cannot be suspended: %s. Suspend requests (but not ACK or CANCEL) and responses."),
  BAD_DEADLINE(
      7,
      "A deadline of %s does not fit %s: it must be above zero and at most %s, the life of the"
          + " transaction."),
  CALL_USED_TWICE(
      8, "This async call was handed over already. Describe each call anew with async.call(...)."),
  NULL_ARGUMENT(9, "%s must not be null."),
  CANCELLED(
      10,
      "%s was cancelled by the caller and has been answered 487: %s is not possible any more. Clean"
          + " up in a @CancelRoute or in doCancel."),
  SESSION_ENDED(
      11, "%s has been answered 503 because its session ended: %s is not possible any more."),
  TRANSACTION_OVER(
      12,
      "%s came more than %s ago, its transaction is over: %s is not possible any more. Answer"
          + " earlier, or give the operation a shorter deadline."),
  NO_TRANSACTION(
      13,
      "async.call(%s) was used in %s, which has no transaction to suspend, and"
          + " sip.async.without-transaction is refuse. Suspend in a handler of a request or a"
          + " response."),
  ALREADY_SENT(14, "%s was sent already: only a request that waits to be sent can be held back."),
  NO_APPLICATION(
      15,
      "%s was used on thread %s, which runs no code of a SIP application. Use it in a WAR that has"
          + " SIP servlets, on a thread of the container."),
  UNKNOWN_FUNCTION(
      16,
      "Application %s has no function named \"%s\"%s. Its functions: %s. Annotate a blocking method"
          + " of a CDI bean with @BlockingFunction(\"%s\")."),
  BAD_ARGUMENTS(17, "Function \"%s\" is %s: it cannot be called with (%s)."),
  UNKNOWN_REPORT_ROUTE(
      18,
      "Application %s has no report route named \"%s\"%s. Its report routes: %s. Annotate a method"
          + " with @ReportRoute(\"%s\")."),
  BAD_LAUNCH_DEADLINE(
      19, "A deadline of %s does not fit a launch: it must be above zero and at most %s."),

  DIALOG_ENDED(20, "%s was answered when its dialog ended (%s): %s is not possible any more."),

  BAD_LISTEN_POINT(
      101,
      "sip.listen has the malformed entry \"%s\": %s. Write transport:host:port, as in"
          + " udp:127.0.0.1:5060,tcp:127.0.0.1:5060."),
  PORT_TAKEN(
      102,
      "Cannot listen on %s: %s. Stop the program that uses the port, or set sip.listen to another"
          + " address."),
  BAD_SETTING(103, "%s has the value \"%s\": %s."),
  NO_CONTAINER(
      104,
      "No SIP container is on the server's class path. Start Payara Micro with --addlibs"
          + " sip-async-ext/dist/target/lib, or run sip-async-micro.jar."),

  BAD_DEPLOYMENT(201, "Deployment of %s failed with %d error(s):%s"),
  DUPLICATE_ROUTE(
      202, "route \"%s\" is declared twice: by %s and by %s. Give one of them another name."),
  BAD_ROUTE_PARAMETER(
      203, "%s: parameter %d (%s) cannot be injected. A %s takes %s, and CDI beans."),
  BAD_ROUTE_METHOD(204, "%s: a route %s."),
  BAD_SIP_XML(205, "%s, line %d: %s."),
  APPLICATION_NAME_TAKEN(
      206,
      "An application named \"%s\" is deployed already (context %s). Name this one differently with"
          + " @SipApplication(name = ...) or <app-name> in WEB-INF/sip.xml."),
  LONELY_CANCEL_ROUTE(
      207, "%s: no resume route is named \"%s\"%s, so this cancel route can never run."),
  UNREACHABLE(
      208,
      "%s can never run: %s is neither a SIP servlet nor a CDI bean. Give the class a scope such as"
          + " @ApplicationScoped."),
  BAD_HANDLER(209, "%s: a handler %s."),
  SHADOWED_HANDLER(
      210,
      "%s can never run: %s handles the same messages. Leave one out, or tell them apart with a"
          + " response range or a predicate."),
  UNKNOWN_ROUTE_NAMED(211, "%s: %s names the %s \"%s\", which does not exist%s. There is: %s."),
  BAD_ASYNC(212, "%s: a method with @Async %s."),
  BAD_LAUNCH(213, "%s: a method with @Launch %s."),
  DUPLICATE_FUNCTION(
      214, "function \"%s\" is declared twice: by %s and by %s. Give one of them another name."),
  BAD_FUNCTION(215, "%s: a method with @BlockingFunction %s."),
  UNSERIALISABLE_AVP(
      216,
      "%s: AVP \"%s\" of type %s is not serialisable, and sip.async.cluster-store is on. Use a"
          + " serialisable type."),
  MISSING_MODULE(
      217,
      "%s uses %s, which is not there. Add the artifact org.sipasync:%s to the server (--addlibs) or"
          + " to the WAR."),
  REPORT_WANTS_MESSAGE(
      218,
      "%s: parameter %d (%s): a report route gets no message and no session, the call may be over"
          + " when it runs. Hand what it needs to the launch with parameter(...), and take it as"
          + " @Param."),
  BAD_SIP_APPLICATION(219, "%s."),

  NO_CDI(226, "%s %s, and this WAR has no CDI. Add an empty file WEB-INF/beans.xml."),
  NOT_STARTED(
      225,
      "Application %s did not start: %s. Nothing of it serves; the stack trace shows where it failed."),

  SESSION_BUSY(
      301,
      "SipApplicationSession %s was held by another thread (%s) for over %s: the handler did not"
          + " run. Look for a handler that blocks."),
  AVP_TYPE(302, "AVP \"%s\" holds %s, route \"%s\" wants %s. Declare the parameter as %s."),
  MESSAGE_TYPE(
      306,
      "route \"%s\" wants a %s, but %s was suspended. Declare the parameter as SipServletMessage, or"
          + " use another route."),
  OVERLOADED(303, "%s refused: %s."),
  WAITED(
      304,
      "%s used async.call(%s) where no transaction can be suspended: it waited for the operation,"
          + " holding its thread. Suspend in a handler of a request or a response instead. (Said"
          + " once for each handler.)"),
  UNANSWERED(
      305,
      "route \"%s\" of %s ended without a final response, a proxy, another leg or another"
          + " suspension: the caller waits until its transaction ends. (Said once for each route.)"),
  TRANSACTION_LEFT(
      309,
      "%s of application %s ended with a transaction under way; it is rolled back. End it in the"
          + " handler that has begun it: it does not last over a suspension."),
  REPORT_FAILED(
      307, "report route \"%s\" failed: %s. The launch it tells of is over all the same."),
  LAUNCH_FAILED(
      308,
      "the launch of %s ended with %d and has no report route: %s. (Said once for each function.)"),

  CALL_FORGOTTEN(
      320,
      "%s ended with async.call(%s) begun and not handed over: nothing would ever answer. End it with"
          + " .resume(\"route\"), or return it from a method with @Async(resume = ...), or leave"
          + " async.call(%s) out."),
  LAUNCH_FORGOTTEN(
      321,
      "%s ended with async.launch(%s) begun and not started: it never runs. End it with .start() or"
          + " .report(\"route\"). (Said once for each handler.)"),
  OPERATION_FAILED(
      322,
      "%s ended with %d for route \"%s\" of application %s: %s. The route decides what the caller is"
          + " told."),
  NO_NEW_REQUESTS(
      323,
      "Application %s gets no new requests: without sip.dar they all go to the application whose name"
          + " comes first, %s. Set sip.dar to a file that names both."),

  CONNECTION_LOST(
      324,
      "The connection to %s is lost: calls through it fail until it is made again, which is tried each"
          + " second. Look whether that server runs."),
  CONNECTION_BACK(325, "The connection to %s is made again."),
  DATA_SOURCE_FAILS(
      326,
      "DataSource %s gives no connection: %s. Calls through it fail until it does. Look whether its"
          + " database runs and what its pool is told."),

  OPERATION_CANCELLED(401, "%s cancels operation %d: %s."),
  OPERATIONS_CANCELLED(402, "%s cancels what is in flight with %s: %d ended."),
  DRAINING(
      403,
      "%s drains this server: new requests are refused, and it stops in %d ms at the latest; %d"
          + " operations are in flight."),
  DRAIN_TAKEN_BACK(404, "%s takes the drain back: new requests are served again."),
  DRAINED(405, "This server was drained for %d ms and stops; %s in flight."),
  SLOW(
      410,
      "%s took %d ms: call %s, route \"%s\" of application %s%s. Look at what it asks, or raise"
          + " sip.async.slow."),
  HANGS(
      411,
      "%s has been in flight for over %d ms: call %s, route \"%s\" of application %s%s. Look at what"
          + " it asks, or cancel it."),
  NO_METRICS(412, "The metrics cannot be shown, the server runs without them: %s."),
  NO_TRACES(413, "Application %s gets no tracer, it runs without traces: %s."),
  NO_HEALTH(414, "The health checks cannot be shown, the server runs without them: %s."),

  CONSOLE_LOOPBACK_ONLY(
      450,
      "The console answers on this machine only, at localhost. To open it to others, set"
          + " sip.async.console.remote=true and sip.async.console.users."),
  CONSOLE_NO_USERS(
      451,
      "%s asks for a login, and sip.async.console.users names nobody: the console refuses every"
          + " request that needs one. Name users, or leave %s out."),
  CONSOLE_BAD_SETTING(452, "%s does not fit: %s. The console refuses every request until it does."),
  CONSOLE_LOGIN_NEEDED(453, "Log in: the console wants a name and a password."),
  CONSOLE_LOGIN_FAILED(454, "%s could not log in to the console from %s."),
  CONSOLE_LOGIN_BLOCKED(
      455, "Too many failed logins to the console from %s: none is heard for %d s."),
  CONSOLE_LOGGED_IN(456, "%s logs in to the console from %s."),
  CONSOLE_ROLE_NEEDED(457, "%s has not the role %s, which this needs."),
  CONSOLE_FOREIGN_REQUEST(
      458,
      "This request may come from another site's page: %s. What changes something has Content-Type:"
          + " application/json, X-Sip-Async: console and, from a browser, the console's Origin."),
  CONSOLE_BAD_INPUT(459, "%s %s."),
  CONSOLE_NOT_IN_FLIGHT(460, "No operation %d is in flight; it may have ended."),
  CONSOLE_BUSY(461, "%s: try again later."),
  CONSOLE_FAILED(462, "The console failed: see the server's log."),
  CONSOLE_HTTP(463, "%s.");

  private static final int MAX_CAUSE = 500;

  private final int number;
  private final String text;

  Problem(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** The number as users see it, such as {@code SIPA-0002}. */
  public String code() {
    return String.format("SIPA-%04d", number);
  }

  /**
   * The full message: code and text. What a failure says may be a peer's own words: it is cleaned
   * and cut, unless the failure is one of ours.
   */
  public String message(Object... details) {
    return code()
        + ": "
        + String.format(text, Stream.of(details).map(Problem::printable).toArray());
  }

  private static Object printable(Object detail) {
    boolean isForeign = detail instanceof Throwable && !(detail instanceof SipAsyncException);
    return isForeign ? LogText.clean(detail, MAX_CAUSE) : detail;
  }

  /** An exception with this message. */
  public SipAsyncException exception(Object... details) {
    Throwable cause =
        details.length > 0 && details[details.length - 1] instanceof Throwable t ? t : null;
    return new SipAsyncException(this, message(details), cause);
  }
}
