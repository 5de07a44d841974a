package org.sipasync.container.dispatch;

import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.container.proxy.Proxies;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.Lanes;
import org.sipasync.container.session.Pace;
import org.sipasync.container.session.Paces;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.locate.Blacklist;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionUser;
import org.sipasync.sip.transport.Flow;

/**
 * User agent core of one loop: finds the lane of what comes, and refuses what belongs nowhere. On
 * the loop's thread.
 */
public final class UserAgentCore implements TransactionUser {
  private static final int SECRET_BYTES = 32;
  private static final int RETRY_AFTER_SECONDS = 5;

  private final Services services;
  private final Lanes lanes;
  private final Paces paces;
  private final Wire wire;
  private final InitialRequests initial;
  private final SubsequentRequests subsequent;
  private final Proxies proxies;
  private final ProxiedRequests proxied;
  private final InheritedCalls inherited;
  private TransactionLayer layer;

  private UserAgentCore(Services services, EventLoop loop, Hops hops, Blacklist failed) {
    this.services = services;
    this.lanes = services.sessions().lanes();
    this.paces = lanes.paces();
    this.wire = new Wire(loop, hops, failed, services);
    this.initial = new InitialRequests(services, wire);
    this.subsequent = new SubsequentRequests(services);
    byte[] secret = new byte[SECRET_BYTES];
    services.random().nextBytes(secret);
    this.proxies = new Proxies(services.sessions(), new ServletHost(services, wire), wire, secret);
    this.proxied = new ProxiedRequests(proxies, lanes, wire);
    this.inherited = new InheritedCalls(loop, hops);
  }

  /**
   * Makes a core and the transaction layer that carries it.
   *
   * @param failed servers that failed recently; all loops of a server share one list
   * @param layers makes the layer for its user
   */
  public static UserAgentCore on(
      EventLoop loop,
      Services services,
      Hops hops,
      Blacklist failed,
      Function<TransactionUser, TransactionLayer> layers) {
    UserAgentCore core = new UserAgentCore(services, loop, hops, failed);
    core.layer = layers.apply(core);
    core.wire.layer(core.layer);
    return core;
  }

  /** The layer below, to be given to the transports. */
  public TransactionLayer layer() {
    return layer;
  }

  /**
   * Returns the flow of a token for an application, which hears of its failure; null if this
   * process has not made the token. Thread-safe.
   */
  public javax.servlet.sip.Flow flow(String token, Application application) {
    return wire.flows().known(token, application);
  }

  Wire wire() {
    return wire;
  }

  /**
   * Takes over an INVITE that a node which is gone had suspended. Thread-safe.
   *
   * @param request the INVITE
   * @param peer where its responses go
   */
  public void takeOver(SipRequest request, Target peer, InheritedCall call) {
    wire.execute(() -> inherited.begin(request, peer, call, layer));
  }

  /**
   * Takes a CANCEL that another node has received. Thread-safe.
   *
   * @param onEnd gets true on the loop's thread if its INVITE is here, once
   */
  public void cancelElsewhere(SipRequest cancel, Consumer<Boolean> onEnd) {
    wire.execute(() -> onEnd.accept(layer.onCancelElsewhere(cancel)));
  }

  /**
   * Ends an INVITE that another node has, without a response. Thread-safe.
   *
   * @param onAnswered runs on the loop's thread if it has its final response already
   */
  public void supersede(SipRequest invite, Runnable onAnswered) {
    wire.execute(
        () -> {
          if (layer.supersede(invite)) {
            onAnswered.run();
          }
        });
  }

  /** Runs a task on the loop's thread. Thread-safe. */
  public void execute(Runnable task) {
    wire.execute(task);
  }

  /**
   * Returns the key of an INVITE's transaction, the same on each node; null if its branch is not
   * unique (RFC 2543).
   */
  public static String transactionKey(SipRequest request) {
    return StoredInvite.key(request);
  }

  private void begin(SipRequest request, ServerTransaction transaction, InheritedFlow flow) {
    InheritedCall call = flow.call();
    flow.begin();
    transaction.gate(call.gate());
    if (call.response() != null) {
      inherited.repeat(transaction, call.response());
      return;
    }
    Uas uas = new Uas(wire, services.contacts(), transaction, flow, call.localTag());
    uas.inherited(call.gate());
    ServerEvents events = new ServerEvents(request, transaction, uas, lanes);
    transaction.user(events);
    if (call.isCancelled()) {
      events.cancelledBefore();
    }
    beginInitial(request, transaction, uas);
  }

  private void beginInitial(SipRequest request, ServerTransaction transaction, Uas uas) {
    uas.proxied(new ProxiedRequest(uas, request, transaction, wire, proxies));
    Pace pace = paces.ofInitial(request.method());
    Runnable task = () -> Guard.run(request, uas, () -> initial.dispatch(request, uas));
    if (transaction.flow() instanceof InheritedFlow || transaction.flow().isLoopback()) {
      lanes.execute(request.callId(), pace, task); // goes on with a call
    } else {
      Runnable tooLate = () -> Guard.run(request, uas, () -> refuseLate(request, uas));
      lanes.begin(request.callId(), pace, task, tooLate);
    }
  }

  /** Answers a new request that has waited too long: no handler has seen it. */
  private static void refuseLate(SipRequest request, Uas uas) {
    uas.refuse(unavailable(request));
  }

  /** Creates a 503 that asks the peer to come again in some seconds, without a To tag of ours. */
  public static SipResponse unavailable(SipRequest request) {
    SipResponse response = request.response(503);
    response.set(HeaderName.RETRY_AFTER, RETRY_AFTER_SECONDS);
    return response;
  }

  @Override
  public void onRequest(SipRequest request, ServerTransaction transaction) {
    if (transaction.flow() instanceof InheritedFlow flow) {
      begin(request, transaction, flow);
      return;
    }
    SipResponse refusal = RequestChecks.refusal(request, transaction, services.contacts());
    if (refusal != null) {
      refuse(refusal, transaction);
      return;
    }
    String tag = toTag(request);
    DialogSession passing = tag == null ? null : proxies.find(request);
    DialogSession session = passing != null || tag == null ? passing : find(request, tag);
    if (tag != null && session == null && request.method() == Method.NOTIFY) {
      session = services.sessions().expecting(request.callId(), tag);
    }
    boolean orphaned = session == null && tag != null && proxies.isOurs(request);
    if (session == null && !orphaned && (tag != null || Usage.needsDialog(request.method()))) {
      refuse(request.response(481), transaction);
      return;
    }
    String localTag = tag == null ? services.sessions().newId() : tag;
    Uas uas = new Uas(wire, services.contacts(), transaction, transaction.flow(), localTag);
    transaction.user(new ServerEvents(request, transaction, uas, lanes));
    if (orphaned) {
      lanes.execute(request.callId(), () -> proxied.dispatch(null, request, transaction, uas));
    } else if (session == null) {
      beginInitial(request, transaction, uas);
    } else {
      DialogSession found = session;
      Runnable task =
          passing == null
              ? () -> subsequent.dispatch(found, request, uas)
              : () -> proxied.dispatch(found, request, transaction, uas);
      inLane(request, found, () -> Guard.run(request, uas, task));
    }
  }

  private void refuse(SipResponse refusal, ServerTransaction transaction) {
    refusal.toTag(services.sessions().newId());
    transaction.respond(refusal);
  }

  /** By way of the Call-ID's lane, behind what waits there for the same call. */
  private void inLane(SipRequest request, DialogSession session, Runnable task) {
    Pace pace = paces.ofRequest(session, request.method());
    lanes.execute(
        request.callId(),
        pace,
        () -> {
          if (session.getApplicationSession().lane() == Lane.current()) {
            task.run();
          } else {
            session.getApplicationSession().lane().execute(pace, task);
          }
        });
  }

  private DialogSession find(SipRequest request, String localTag) {
    try {
      return services.sessions().find(request.callId(), localTag, request.fromTag());
    } catch (ParseException e) {
      return null;
    }
  }

  private static String toTag(SipRequest request) {
    try {
      return request.toTag();
    } catch (ParseException e) {
      return null;
    }
  }

  /** An ACK of an unknown dialog is dropped. */
  @Override
  public void onAck(SipRequest ack, Flow flow) {
    String tag = toTag(ack);
    DialogSession passing = tag == null ? null : proxies.find(ack);
    DialogSession session = passing != null || tag == null ? passing : find(ack, tag);
    boolean orphaned = session == null && tag != null && proxies.isOurs(ack);
    if (session == null && !orphaned) {
      return;
    }
    Uas uas = new Uas(wire, services.contacts(), null, flow, tag);
    if (orphaned) {
      lanes.execute(ack.callId(), () -> proxied.onAck(null, ack, uas));
    } else if (passing == null) {
      inLane(ack, session, () -> subsequent.onAck(session, ack, uas));
    } else {
      inLane(ack, session, () -> proxied.onAck(session, ack, uas));
    }
  }
}
