package org.sipasync.payara.own;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sipasync.Problem;
import org.sipasync.admin.ClusterMember;
import org.sipasync.container.dispatch.UserAgentCore;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.SurvivableInvite;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transport.Transport;
import org.sipasync.spi.CallSurvival;
import org.sipasync.spi.SurvivingCall;
import org.sipasync.support.LimitedLog;

/**
 * Suspended INVITEs of this server in the cluster, and the way back for those of lost ones.
 * Thread-safe.
 */
final class Survival implements CallSurvival.Heir {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final SecureRandom TAGS = new SecureRandom();

  private final LimitedLog log = new LimitedLog(LOG);
  private final CallSurvival cluster;
  private final Function<String, Optional<WarContext>> applications;
  private final Function<String, UserAgentCore> cores;
  private final Executor transports;

  private Survival(
      CallSurvival cluster,
      Function<String, Optional<WarContext>> applications,
      Function<String, UserAgentCore> cores,
      Executor transports) {
    this.transports = transports;
    this.cluster = cluster;
    this.applications = applications;
    this.cores = cores;
  }

  /**
   * Joins the cluster that the configuration names; blocks meanwhile.
   *
   * @param applications finds a deployed application by name
   * @param cores finds the core of a Call-ID
   * @param transports the loop that receives
   * @return null without {@code sip.cluster.members}
   */
  static Survival join(
      Function<String, Optional<String>> settings,
      Function<String, Optional<WarContext>> applications,
      Function<String, UserAgentCore> cores,
      Executor transports) {
    if (settings.apply("sip.cluster.members").isEmpty()) {
      return null;
    }
    CallSurvival found =
        CallSurvival.find().orElseThrow(() -> Problem.CLUSTER_NOT_THERE.exception());
    Survival survival = new Survival(found, applications, cores, transports);
    return found.join(settings, survival) ? survival : null;
  }

  boolean isServing() {
    return cluster.isServing();
  }

  List<ClusterMember> nodes() {
    return cluster.nodes();
  }

  Map<String, Long> statistics() {
    return cluster.statistics();
  }

  /** True if a request is a repetition of one that a lost node has suspended. */
  boolean isOfLost(SipRequest request) {
    String key = UserAgentCore.transactionKey(request);
    return key != null && cluster.isOfLost(key);
  }

  /**
   * Lets the other nodes look for the INVITE of a CANCEL. A node without the lease drops it: its
   * sender repeats it.
   *
   * @param transactions creates its transaction
   * @return false if it cannot be another node's
   */
  boolean cancel(SipRequest cancel, Supplier<ServerTransaction> transactions) {
    String key = UserAgentCore.transactionKey(cancel);
    if (key == null || !cluster.isServing()) {
      return key != null;
    }
    ServerTransaction transaction = transactions.get();
    UserAgentCore core = cores.apply(cancel.callId());
    cluster.cancel(
        key,
        cancel.toBytes(),
        isKnown ->
            core.execute(
                () -> {
                  SipResponse response = cancel.response(isKnown ? 200 : 481);
                  response.toTag(Long.toHexString(TAGS.nextLong()));
                  transaction.respond(response);
                }));
    return true;
  }

  @Override
  public void cancel(byte[] cancel, Consumer<Boolean> onEnd) {
    try {
      SipRequest request = (SipRequest) SipParser.parse(cancel);
      cores.apply(request.callId()).cancelElsewhere(request, onEnd);
    } catch (ParseException | ClassCastException e) {
      onEnd.accept(false);
    }
  }

  /** By way of the transports' loop: what the filter has let through before is there by then. */
  @Override
  public void orphaned(byte[] invite, Runnable onAnswered) {
    try {
      SipRequest request = (SipRequest) SipParser.parse(invite);
      transports.execute(() -> cores.apply(request.callId()).supersede(request, onAnswered));
    } catch (ParseException | ClassCastException e) {
      // nobody can take it over either, and that is reported
    }
  }

  void leave() {
    cluster.leave();
  }

  /** Stores a call later, if it stays suspended. */
  void suspended(Suspension suspension) {
    if (suspension.request() != null && suspension.request().survivable() != null) {
      cluster.suspended(new Waiting(suspension));
    }
  }

  private final class Waiting implements CallSurvival.Candidate {
    private final Suspension suspension;

    Waiting(Suspension suspension) {
      this.suspension = suspension;
    }

    @Override
    public boolean isSuspended() {
      return suspension.isSuspended();
    }

    @Override
    public void store() {
      suspension.inLane(() -> Survival.this.store(suspension));
    }
  }

  /** In the session's lane, where attributes do not change. */
  private void store(Suspension suspension) {
    RequestFacade request = suspension.request();
    SurvivableInvite invite = request.survivable();
    if (!suspension.isSuspended() || invite.transactionKey() == null) {
      return;
    }
    if (invite.gate() instanceof StoredGate stored) {
      stored.replace(suspension.surviving(invite, stored.takeovers()));
      return;
    }
    SurvivingCall call = suspension.surviving(invite, 0);
    StoredGate gate = new StoredGate(invite::onLoop, 0);
    invite.gate(
        gate, () -> gate.stored(cluster.store(call, () -> invite.giveUp("another server has it"))));
  }

  @Override
  public Runnable takeOver(SurvivingCall call, byte[] response, CallSurvival.Stored stored) {
    Optional<WarContext> war = applications.apply(call.application());
    try {
      SipRequest request = (SipRequest) SipParser.parse(call.request());
      UserAgentCore core = cores.apply(request.callId());
      StoredGate gate = new StoredGate(core::execute, call.takeovers());
      gate.stored(stored);
      RestoredCall restored =
          new RestoredCall(
              call,
              response,
              gate,
              war.orElse(null),
              () -> cluster.isCancelled(call.transactionKey()),
              why -> lost(call, stored, why));
      core.takeOver(request, peer(call), restored);
      return restored::abandon;
    } catch (ParseException | UnknownHostException | ClassCastException e) {
      lost(call, stored, e.getMessage());
      return () -> {};
    }
  }

  private void lost(SurvivingCall call, CallSurvival.Stored stored, String why) {
    stored.end();
    log.log(
        Level.WARNING,
        "lost " + why,
        Problem.CALL_NOT_TAKEN_OVER.message(call.transactionKey(), call.application(), why));
  }

  private static Target peer(SurvivingCall call) throws UnknownHostException {
    int colon = call.peer().lastIndexOf(':');
    InetAddress address = InetAddress.getByName(call.peer().substring(0, colon));
    int port = Integer.parseInt(call.peer().substring(colon + 1));
    return new Target(Transport.valueOf(call.transport()), new InetSocketAddress(address, port));
  }
}
