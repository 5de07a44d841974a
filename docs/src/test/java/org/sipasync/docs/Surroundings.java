package org.sipasync.docs;

import dev.failsafe.CircuitBreaker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.sipasync.SipAsync;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.events.Events;
import org.sipasync.functions.exec.Exec;
import org.sipasync.functions.ldap.Ldap;
import org.sipasync.functions.radius.Radius;
import org.sipasync.functions.redis.Redis;
import org.sipasync.functions.resilience.Policies;
import org.sipasync.functions.rest.Rest;
import org.sipasync.functions.sql.Sql;

/**
 * Members that an incomplete sample may use: its members and statements are put into a subclass of
 * this class.
 */
@SuppressWarnings("serial")
public abstract class Surroundings extends SipServlet {
  @Inject protected SipAsync async;
  @Inject protected SipFactory factory;
  @Inject protected Sql sql;
  @Inject protected Rest rest;
  @Inject protected Exec exec;
  @Inject protected Events events;
  @Inject protected Ldap ldap;
  @Inject protected Radius radius;
  @Inject protected Redis redis;
  @Inject protected Dns dns;

  /** The request at hand, whatever a sample calls it. */
  protected SipServletRequest request, invite, message, register;

  protected SipServletResponse response;
  protected SipApplicationSession session;

  /** Values that a handler has taken from the request and checked. */
  protected String uid, user, password, number, called, callId, device, json, record;

  protected final CircuitBreaker<Result> router = Policies.breaker().build();
  protected final Client client = new Client();
  protected final Push push = new Push();
  protected final Receipt receipt = new Receipt(1);

  /** A user's name, checked. */
  protected static String uid(SipServletMessage message) {
    return ((SipURI) message.getFrom().getURI()).getUser();
  }

  protected AsyncFunction route(String number) {
    return rest.get("http://router.example/" + number);
  }

  protected AsyncFunction cached(String number) {
    return redis.get("route:" + number);
  }

  /** Some client library. */
  public static final class Client {
    /** Answers later. */
    public CompletionStage<List<String>> lookupAsync(String number) {
      return CompletableFuture.completedFuture(List.of(number));
    }
  }

  /** Some service that tells phones of calls. */
  public static final class Push {
    /** Tells a phone. */
    public AsyncFunction notify(String device) {
      return org.sipasync.functions.sleep.Sleep.of(Duration.ofMillis(1));
    }
  }

  /** Some event. */
  public record Receipt(long amount) {}
}
