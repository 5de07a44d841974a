package org.sipasync;

import java.util.stream.Stream;
import org.sipasync.support.LogText;

/**
 * The numbered errors and messages. Numbers are never reused.
 *
 * <p>{@code SIPA-00xx}: use of the API; {@code SIPA-01xx}: configuration; {@code SIPA-02xx}:
 * deployment; {@code SIPA-03xx}: running calls; {@code SIPA-04xx}: operation; {@code SIPA-05xx}:
 * cluster.
 */
public enum Problem {
  NO_MESSAGE(
      1,
      "async.call(%s) was used on thread %s, which handles no SIP message to suspend. Call it in a"
          + " SIP handler or a resume route."),
  UNKNOWN_ROUTE(
      2,
      "Application %s has no resume route \"%s\"%s. Its resume routes: %s. Annotate a method with"
          + " @ResumeRoute(\"%s\")."),
  SUSPENDED_TWICE(
      3,
      "%s was already suspended in this handler, to be resumed in route \"%s\". A handler suspends"
          + " its message once; start the next operation in the resume route."),
  MESSAGE_SUSPENDED(
      4,
      "%s is suspended until route \"%s\" resumes it, so %s is not possible. End the handler after"
          + " async.call(...).resume(...) and move this to the resume route."),
  ALREADY_COMMITTED(
      5,
      "%s cannot be suspended: it has already been answered or proxied. Suspend it before you send"
          + " a final response."),
  NOT_SUSPENDABLE(
      6, "%s cannot be suspended: %s. Suspend requests (but not ACK or CANCEL) and responses."),
  BAD_DEADLINE(
      7,
      "A deadline of %s does not fit %s: it must be positive and at most %s, the transaction's"
          + " lifetime."),
  CALL_USED_TWICE(
      8, "This async call has already been submitted. Create a new one with async.call(...)."),
  NULL_ARGUMENT(9, "%s must not be null."),
  CANCELLED(
      10,
      "%s was cancelled by the caller and answered 487, so %s is no longer possible. Clean up in a"
          + " @CancelRoute or in doCancel."),
  SESSION_ENDED(11, "%s was answered 503 because its session ended, so %s is no longer possible."),
  TRANSACTION_OVER(
      12,
      "%s arrived more than %s ago and its transaction is over, so %s is no longer possible. Answer"
          + " earlier, or give the operation a shorter deadline."),
  NO_TRANSACTION(
      13,
      "async.call(%s) was used in %s, which has no transaction to suspend, and"
          + " sip.async.without-transaction is refuse. Suspend in a handler of a request or a"
          + " response."),
  ALREADY_SENT(14, "%s has already been sent; only an unsent request can be held back."),
  NO_APPLICATION(
      15,
      "%s was used on thread %s, which runs no code of a SIP application. Use it in a WAR with SIP"
          + " servlets, on a thread of the container."),
  UNKNOWN_FUNCTION(
      16,
      "Application %s has no function \"%s\"%s. Its functions: %s. Annotate a blocking method"
          + " of a CDI bean with @BlockingFunction(\"%s\")."),
  BAD_ARGUMENTS(17, "Function \"%s\" is %s: it cannot be called with (%s)."),
  UNKNOWN_REPORT_ROUTE(
      18,
      "Application %s has no report route \"%s\"%s. Its report routes: %s. Annotate a method with"
          + " @ReportRoute(\"%s\")."),
  BAD_LAUNCH_DEADLINE(
      19, "A deadline of %s does not fit a launch: it must be positive and at most %s."),

  DIALOG_ENDED(20, "%s was answered by the container (%s), so %s is no longer possible."),

  FOREIGN_SESSION(
      30,
      "Application %s cannot work on SipApplicationSession %s of application %s. Use a session that"
          + " the application has made or received."),
  SESSION_OVER(
      31,
      "SipApplicationSession %s of application %s is over, so the work on it did not run. Check"
          + " isValid(), or look the session up by its key."),
  TOO_MUCH_WORK(
      32,
      "The work on SipApplicationSession %s was refused: %d works of application %s wait for their"
          + " sessions' turns, the limit set by sip.queue. Try again later."),
  TURN_TOO_LATE(
      33,
      "The work on SipApplicationSession %s got no turn within %s and will not run. Look for a"
          + " handler of the session that blocks, or that waits for this work."),
  NO_SESSION_WORK(
      34,
      "The SIP container of application %s cannot run work on a SipApplicationSession. Set"
          + " sip.container to own."),

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
  NO_ADD_ON(
      105,
      "sip.container is \"%s\", but its add-on %s is not on the server's class path. Add its jars"
          + " with --addlibs, or set sip.container to own."),
  BAD_DAR(110, "The DAR file %s (sip.dar) has %d error(s):%s"),
  BAD_ROUTER(
      111,
      "The application router %s cannot be used: %s. Correct it, or remove its provider from the"
          + " class path and javax.servlet.sip.ar.spi.SipApplicationRouterProvider."),

  BAD_TLS(112, "TLS has %d error(s) in its settings and files:%s"),

  BAD_DEPLOYMENT(201, "Deployment of %s failed with %d error(s):%s"),
  DUPLICATE_ROUTE(
      202, "route \"%s\" is declared twice: by %s and by %s. Give one of them another name."),
  BAD_ROUTE_PARAMETER(
      203, "%s: parameter %d (%s) cannot be injected. A %s takes %s, and CDI beans."),
  BAD_ROUTE_METHOD(204, "%s: a route %s."),
  BAD_SIP_XML(205, "%s, line %d: %s."),
  APPLICATION_NAME_TAKEN(
      206,
      "An application named \"%s\" is already deployed (context %s). Give this one another name"
          + " with @SipApplication(name = ...) or <app-name> in WEB-INF/sip.xml."),
  LONELY_CANCEL_ROUTE(
      207, "%s: no resume route is named \"%s\"%s, so this cancel route can never run."),
  UNREACHABLE(
      208,
      "%s can never run: %s is neither a SIP servlet nor a CDI bean. Give the class a scope such as"
          + " @ApplicationScoped."),
  BAD_HANDLER(209, "%s: a handler %s."),
  SHADOWED_HANDLER(
      210,
      "%s can never run: %s handles the same messages. Remove one, or distinguish them by a"
          + " response range or a predicate."),
  UNKNOWN_ROUTE_NAMED(211, "%s: %s names the %s \"%s\", which does not exist%s. Existing: %s."),
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
      "%s uses %s, which is missing. Add the artifact org.sipasync:%s to the server (--addlibs) or"
          + " to the WAR."),
  REPORT_WANTS_MESSAGE(
      218,
      "%s: parameter %d (%s): a report route gets no message and no session, because the call may"
          + " be over when it runs. Pass what it needs with parameter(...), and declare it as"
          + " @Param."),
  BAD_SIP_APPLICATION(219, "%s."),

  NO_CDI(226, "%s %s, but this WAR has no CDI. Add an empty file WEB-INF/beans.xml."),
  NOT_STARTED(
      225,
      "Application %s failed to start and is not available: %s. The stack trace shows the cause."),
  SECOND_ROUTER(
      230,
      "Application %s brings an application router (%s), but the one of application %s is in use."
          + " Put one of them on the server's class path, or remove it."),

  SESSION_BUSY(
      301,
      "SipApplicationSession %s was held by another thread (%s) for over %s, so the handler did not"
          + " run. Look for a handler that blocks."),
  AVP_TYPE(302, "AVP \"%s\" holds %s, but route \"%s\" expects %s. Declare the parameter as %s."),
  MESSAGE_TYPE(
      306,
      "route \"%s\" expects a %s, but %s was suspended. Declare the parameter as SipServletMessage,"
          + " or use another route."),
  OVERLOADED(303, "%s refused: %s."),
  WAITED(
      304,
      "%s used async.call(%s) where no transaction can be suspended, and blocked its thread during"
          + " the operation. Suspend in a handler of a request or a response instead. (Logged once"
          + " per handler.)"),
  UNANSWERED(
      305,
      "route \"%s\" of %s ended without a final response, a proxy, another leg or another"
          + " suspension: the caller waits until its transaction ends. (Logged once per route.)"),
  TRANSACTION_LEFT(
      309,
      "%s of application %s ended with an open transaction, which is rolled back. End it in the"
          + " handler that began it: transactions do not span suspensions."),
  REPORT_FAILED(307, "report route \"%s\" failed: %s. Its launch has ended regardless."),
  LAUNCH_FAILED(
      308,
      "the launch of %s ended with %d and has no report route: %s. (Logged once per function.)"),

  CALL_FORGOTTEN(
      320,
      "%s ended with an unfinished async.call(%s), so nothing would ever answer. End it with"
          + " .resume(\"route\"), or return it from a method with @Async(resume = ...), or remove"
          + " async.call(%s)."),
  LAUNCH_FORGOTTEN(
      321,
      "%s ended with an unfinished async.launch(%s), which never runs. End it with .start() or"
          + " .report(\"route\"). (Logged once per handler.)"),
  OPERATION_FAILED(
      322,
      "%s ended with %d for route \"%s\" of application %s: %s. The route decides how to answer the"
          + " caller."),
  NO_NEW_REQUESTS(
      323,
      "Application %s gets no new %srequests: without sip.dar they all go to the application that"
          + " is first by name, %s. Set sip.dar to a file that names both."),
  NOT_IN_DAR(
      330,
      "Application %s gets no new requests: the DAR file %s names only %s. Add it there, or check"
          + " its name."),
  ROUTER_FAULT(331, "%s. What cannot be routed is answered 500."),
  NOT_DEPLOYED(
      332,
      "The DAR file %s names the application \"%s\", which is not deployed: requests pass its"
          + " place. Deploy it, or correct its name; deployed are %s."),

  CONNECTION_LOST(
      324,
      "The connection to %s is lost: calls through it fail until it is restored, which is tried"
          + " every second. Check whether that server runs."),
  CONNECTION_BACK(325, "The connection to %s is restored."),
  DATA_SOURCE_FAILS(
      326,
      "DataSource %s gives no connection: %s. Calls through it fail until it does. Check its"
          + " database and the settings of its pool."),

  NEVER_ANSWERED(
      340,
      "%s of application %s was never answered: %s. Answer, proxy or suspend each request; one that"
          + " is sent on as another leg needs that leg's answer. (Logged once per method and"
          + " minute.)"),
  CERTIFICATE_EXPIRED(
      350,
      "The certificate of %s expired at %s, so peers will refuse it. Replace the file of"
          + " sip.tls.certificate or sip.tls.key-store; it is read again within 10 s."),
  CERTIFICATE_KEPT(
      351,
      "The changed TLS files cannot be used, so the former certificates stay in use: %s Correct the"
          + " file; it is read again when it changes."),
  CERTIFICATE_RELOADED(352, "The TLS files were read again; new connections use %s."),
  BAD_ADVERTISED_ADDRESS(
      380,
      "sip.advertise has the entry \"%s\": %s. Write host or host:port for all listen points of its"
          + " address family, or udp:0.0.0.0:5060=203.0.113.7:5060 for one."),

  CRL_OUTDATED(
      360,
      "The list of revoked certificates of %s was to be replaced at %s, so no peer with a certificate"
          + " of this issuer is accepted. Replace the file of sip.tls.crl; it is read again within"
          + " 10 s."),
  NO_WEBSOCKETS(
      370,
      "Application %s cannot accept WebSockets (sip.websocket.path): %s. Payara Micro has a library"
          + " for them, Tyrus; deploy it there, or remove the setting."),
  WEBSOCKET_SUBPROTOCOL(
      371,
      "A WebSocket from %s was refused: its subprotocols are %s, and SIP's is needed. Connect with"
          + " new WebSocket(url, 'sip')."),
  WEBSOCKET_ORIGIN(
      372,
      "A WebSocket from %s was refused: its page comes from %s. If that page is yours, name its"
          + " origin in sip.websocket.origins."),
  WEBSOCKETS_FULL(
      373,
      "A WebSocket from %s was refused: too many are open, of its address or in all. Raise"
          + " sip.websocket.max-per-address, above all behind a reverse proxy, or"
          + " sip.websocket.max-connections.%s"),
  CAPTURE_TURNED(390, "%s turned the capture of SIP messages %s."),
  LADDER_EXPORTED(391, "%s exported the ladder of %d call(s), %d message(s), as %s."),
  HEP_DROPPED(
      392,
      "A message was not sent to the HEP collector %s: %s; %d so far. SIP goes on without it. Check"
          + " the collector and sip.hep.collector. (Logged once per minute.)"),
  HEP_UNUSABLE(
      393,
      "The HEP collector %s cannot be used: %s. The server runs without it; correct"
          + " sip.hep.collector and start it anew."),

  OPERATION_CANCELLED(401, "%s cancelled operation %d: %s."),
  OPERATIONS_CANCELLED(402, "%s cancelled operations with %s: %d ended."),
  DRAINING(
      403,
      "%s started a drain: new requests are refused, and this server stops within %d ms; %d"
          + " operations are in flight."),
  DRAIN_TAKEN_BACK(404, "%s cancelled the drain: new requests are served again."),
  DRAINED(405, "This server drained for %d ms and stops; %s in flight."),
  SLOW(
      410,
      "%s took %d ms: call %s, route \"%s\" of application %s%s. Check its backend, or raise"
          + " sip.async.slow."),
  HANGS(
      411,
      "%s has been in flight for over %d ms: call %s, route \"%s\" of application %s%s. Check its"
          + " backend, or cancel it."),
  NO_METRICS(412, "Metrics are not available: %s. The server runs without them."),
  NO_TRACES(413, "No tracer is available for application %s: %s. It runs without traces."),
  NO_HEALTH(414, "Health checks are not available: %s. The server runs without them."),

  CONSOLE_LOOPBACK_ONLY(
      450,
      "The console answers this machine only, at localhost. To open it to others, set"
          + " sip.async.console.remote=true and sip.async.console.users."),
  CONSOLE_NO_USERS(
      451,
      "%s requires a login, but sip.async.console.users is empty: the console refuses every request"
          + " that needs one. Set users, or remove %s."),
  CONSOLE_BAD_SETTING(
      452, "Invalid setting %s: %s. The console refuses every request until it is corrected."),
  CONSOLE_LOGIN_NEEDED(453, "The console requires a login."),
  CONSOLE_LOGIN_FAILED(454, "Failed console login of %s from %s."),
  CONSOLE_LOGIN_BLOCKED(455, "Too many failed console logins from %s: it is blocked for %d s."),
  CONSOLE_LOGGED_IN(456, "%s logged in to the console from %s."),
  CONSOLE_ROLE_NEEDED(457, "User %s lacks the required role %s."),
  CONSOLE_FOREIGN_REQUEST(
      458,
      "This request may come from another site's page: %s. Requests that change something need"
          + " Content-Type: application/json, X-Sip-Async: console and, from a browser, the"
          + " console's Origin."),
  CONSOLE_BAD_INPUT(459, "%s %s."),
  CONSOLE_NOT_IN_FLIGHT(460, "No operation %d is in flight; it may have ended."),
  CONSOLE_BUSY(461, "%s: try again later."),
  CONSOLE_FAILED(462, "The console failed; see the server's log."),
  CONSOLE_HTTP(463, "%s."),

  CLUSTER_NOT_STARTED(
      500,
      "sip.cluster.members is set, but this node cannot join the cluster at %s: %s. Free the port,"
          + " or correct sip.cluster.bind and sip.cluster.port."),
  CLUSTER_JOINED(501, "This node is %s of the cluster \"%s\", at %s; %d of %d members are there."),
  CLUSTER_OTHER_TERMS(
      502,
      "Member %s has other settings, so neither counts the other's word. Set sip.cluster.members,"
          + " sip.cluster.minimum and sip.cluster.lease to the same values on each node."),
  LEASE_LOST(
      503,
      "This node may answer nothing: fewer than %d members vouch for it, %d are known to it. It"
          + " refuses new requests and withholds responses until they do. Check the network and the"
          + " load of the machines."),
  LEASE_HELD(504, "This node may answer: a majority vouches for it; %d responses had to wait."),
  NODES_LOST(
      505, "Members that are gone: %d. Their suspended calls go on at others in some seconds."),
  CALLS_TAKEN_OVER(
      506,
      "%d suspended calls of lost members go on here, the last %d ms after the loss: %d functions"
          + " ran again, %d routes got -8, %d responses were repeated."),
  CALLS_DOUBTFUL(
      507,
      "%d calls of lost members are answered by nobody: what the grid has lost with several members"
          + " at once may have been their responses. More sip.cluster.backups prevent that."),
  JOURNAL_FULL(
      508,
      "%d suspended calls were not stored, because those that are take an eighth of the heap: they"
          + " are lost with this node. Give it more heap."),
  IDENTITY_LOST(
      509,
      "The cluster thought this node dead, so its stored calls go on elsewhere; it has joined again"
          + " as %s."),
  CLUSTER_NOT_THERE(
      510,
      "sip.cluster.members is set, but sip-async-cluster is not on the server's class path. Add its"
          + " jar with --addlibs, or remove the setting."),
  CALL_NOT_TAKEN_OVER(
      511,
      "Call %s of application %s cannot go on here: %s. Its caller gets no answer from this"
          + " cluster."),
  ATTRIBUTE_LOST(
      512,
      "\"%s\" does not survive its server: %s. Make it serialisable, or do without it in routes"
          + " that get -8."),
  SESSIONS_TAKEN_OVER(
      520,
      "Application sessions of lost members that go on here, with their dialogs and persistent"
          + " timers: %d."),
  SESSION_NOT_TAKEN_OVER(
      521,
      "Application session %s of application %s cannot go on here: %s. Requests in its dialogs get"
          + " 481."),
  OTHER_DEPLOYMENT(
      522,
      "A lost member had another version of application %s: %s. Its calls and sessions %s. Deploy"
          + " the same WAR on each node, or set sip.cluster.mixed=true if its versions understand"
          + " each other's attributes.");

  private static final int MAX_CAUSE = 500;

  private final int number;
  private final String text;

  Problem(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** Returns the number as users see it, such as {@code SIPA-0002}. */
  public String code() {
    return String.format("SIPA-%04d", number);
  }

  /**
   * Returns the full message: code and text. Details that are failures may quote a peer, so they
   * are cleaned and truncated unless the failure is one of ours.
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

  /** Returns an exception with this message. */
  public SipAsyncException exception(Object... details) {
    Throwable cause =
        details.length > 0 && details[details.length - 1] instanceof Throwable t ? t : null;
    return new SipAsyncException(this, message(details), cause);
  }
}
