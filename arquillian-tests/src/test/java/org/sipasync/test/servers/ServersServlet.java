package org.sipasync.test.servers;

import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.Async;
import org.sipasync.AsyncCall;
import org.sipasync.Avp;
import org.sipasync.CancelRoute;
import org.sipasync.Param;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;
import org.sipasync.functions.ldap.Ldap;
import org.sipasync.functions.radius.Radius;
import org.sipasync.functions.redis.Redis;
import org.sipasync.functions.sqlpg.PgSql;

/** Asks the server that the Request-URI names, and answers with what came of it. */
@SipServlet(name = "servers", loadOnStartup = 1)
public class ServersServlet {
  private static final String PEOPLE = "ou=people,dc=example,dc=com";

  @Inject SipAsync async;
  @Inject Ldap ldap;
  @Inject Radius radius;
  @Inject Redis redis;
  @Inject PgSql sql;
  private final Map<String, String> reports = new ConcurrentHashMap<>();

  @AnyMethod
  @Async(resume = "answer")
  AsyncCall any(SipServletRequest request) throws IOException {
    SipURI uri = (SipURI) request.getRequestURI();
    String arg = String.valueOf(uri.getParameter("arg"));
    if (uri.getUser().equals("launch")) {
      async.launch(function(uri.getParameter("fn"), arg)).parameter(arg).report("report");
      request.createResponse(200).send();
      return null;
    }
    if (uri.getUser().equals("report")) {
      SipServletResponse ok = request.createResponse(200);
      ok.setHeader("X-Value", reports.getOrDefault(arg, "none"));
      ok.send();
      return null;
    }
    AsyncCall call = async.call(function(uri.getUser(), arg));
    String deadline = uri.getParameter("deadline");
    return deadline == null ? call : call.deadline(Duration.ofMillis(Long.parseLong(deadline)));
  }

  private AsyncFunction function(String name, String arg) {
    return switch (name) {
      case "ldap" -> ldap.search(PEOPLE, "(uid=?)", arg).attribute("mail", "value");
      case "auth" -> radius.auth(arg, "secret").reply("Reply-Message", "value");
      case "acct" -> radius.acct(Radius.Acct.STOP, arg);
      case "redis" -> redis.get(arg).into("value");
      case "redisset" -> redis.set(arg, "value of " + arg).into("value");
      case "pg" -> sql.queryOne("SELECT 'credit of ' || $1::text", arg).into("value");
      case "pgslow" -> sql.queryOne("SELECT pg_sleep(20)");
      case "busy" ->
          Functions.blocking(
                  "busy", () -> ldap.inFlight() + " " + radius.inFlight() + " " + sql.inFlight())
              .into("value");
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ResumeRoute
  void answer(
      SipServletRequest request, @ReturnCode int rc, Result result, @Avp("value") Object value)
      throws IOException {
    SipServletResponse answer = request.createResponse(rc > 0 ? 200 : rc == -3 ? 504 : 503);
    answer.setHeader("X-Rc", Integer.toString(rc));
    answer.setHeader("X-Value", String.valueOf(value));
    answer.send();
  }

  @CancelRoute
  void answer() {}

  @ReportRoute
  void report(@ReturnCode int rc, @Param String arg, Result result) {
    reports.put(arg, rc + " " + result.outputs().values());
  }
}
