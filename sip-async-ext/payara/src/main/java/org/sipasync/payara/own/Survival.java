package org.sipasync.payara.own;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sipasync.Problem;
import org.sipasync.admin.ClusterMember;
import org.sipasync.container.dispatch.SessionAgents;
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
import org.sipasync.spi.CallSurvival.StoredSession;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.SurvivingCall;
import org.sipasync.spi.SurvivingSession;
import org.sipasync.support.LimitedLog;
import org.sipasync.support.SettingsReader;

/**
 * Suspended INVITEs of this server in the cluster, and the way back for those of lost ones; the way
 * to the nodes of dialogs. Thread-safe.
 */
final class Survival implements CallSurvival.Heir, DialogRelay.Directory {
  private static final Logger LOG = System.getLogger("org.sipasync");

  /** Transport of what nodes send to each other. */
  static final Transport BETWEEN_NODES = Transport.UDP;

  private final LimitedLog log = new LimitedLog(LOG);

  private final CallSurvival cluster;
  private final SipServer server;
  private final SurvivingSessions sessions;
  private final DeploymentPolicy mayTakeOver;
  private final Executor transports;

  /** Suspended calls that the cluster has. */
  private final Set<Suspension> stored = ConcurrentHashMap.newKeySet();

  private Survival(
      CallSurvival cluster, SipServer server, Executor transports, DeploymentPolicy mayTakeOver) {
    this.transports = transports;
    this.mayTakeOver = mayTakeOver;
    this.cluster = cluster;
    this.server = server;
    this.sessions =
        new SurvivingSessions(
            cluster,
            server.sessions(),
            new SessionAgents(server.services(), server::core),
            server.applications()::named,
            mayTakeOver);
  }

  /**
   * Joins the cluster that the configuration names; blocks meanwhile.
   *
   * @param transports the loop that receives
   * @return null without {@code sip.cluster.members}
   */
  static Survival join(
      Function<String, Optional<String>> settings, SipServer server, Executor transports) {
    if (settings.apply("sip.cluster.members").isEmpty()) {
      return null;
    }
    CallSurvival found =
        CallSurvival.find().orElseThrow(() -> Problem.CLUSTER_NOT_THERE.exception());
    boolean isMixed = new SettingsReader(settings, "sip.cluster.").flag("mixed", false);
    Survival survival = new Survival(found, server, transports, new DeploymentPolicy(isMixed));
    String between = settings.apply("sip.cluster.bind").orElse("127.0.0.1");
    String address = server.addresses().socketFor(BETWEEN_NODES, between).orElse(null);
    return found.join(settings, address, survival) ? survival : null;
  }

  /** The application sessions in the cluster. */
  SurvivingSessions sessions() {
    return sessions;
  }

  boolean isServing() {
    return cluster.isServing();
  }

  List<ClusterMember> nodes() {
    return cluster.nodes();
  }

  /** Numbers of the cluster, and of the suspended calls that others go on with if it is left. */
  Map<String, Long> statistics() {
    Map<String, Long> numbers = new TreeMap<>(cluster.statistics());
    boolean hasHeirs = mayAnswer() && numbers.getOrDefault("equal_members", 0L) > 1;
    numbers.put(ContainerStatus.INHERITABLE, hasHeirs ? stored.size() : 0L);
    return numbers;
  }

  /** True if a request is a repetition of one that a lost node has suspended. */
  boolean isOfLost(SipRequest request) {
    String key = UserAgentCore.transactionKey(request);
    return key != null && cluster.isOfLost(key);
  }

  /**
   * Asks the other nodes for the INVITE of a CANCEL. A node without the lease drops it: its sender
   * repeats it.
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
    UserAgentCore core = server.core(cancel.callId());
    cluster.cancel(
        key,
        cancel.toBytes(),
        isKnown ->
            core.execute(
                () -> {
                  SipResponse response = cancel.response(isKnown ? 200 : 481);
                  response.toTag(Long.toHexString(server.services().random().nextLong()));
                  transaction.respond(response);
                }));
    return true;
  }

  @Override
  public void cancel(byte[] cancel, Consumer<Boolean> onEnd) {
    try {
      SipRequest request = (SipRequest) SipParser.parse(cancel);
      server.core(request.callId()).cancelElsewhere(request, onEnd);
    } catch (ParseException | ClassCastException e) {
      onEnd.accept(false);
    }
  }

  /**
   * Ends the second call, by way of the transports' loop: what the filter has let through before is
   * there by then.
   */
  @Override
  public void orphaned(byte[] invite, Runnable onAnswered) {
    try {
      SipRequest request = (SipRequest) SipParser.parse(invite);
      transports.execute(() -> server.core(request.callId()).supersede(request, onAnswered));
    } catch (ParseException | ClassCastException e) {
      // nobody can take it over either, and that is reported
    }
  }

  @Override
  public boolean isHere(SipRequest request) throws ParseException {
    return hasDialog(request.callId(), request.toTag(), request.fromTag());
  }

  @Override
  public boolean mayAnswer() {
    return cluster.mayAnswer();
  }

  @Override
  public String nodeTag() {
    return cluster.nodeTag();
  }

  @Override
  public InetSocketAddress addressOf(String nodeTag) {
    return address(cluster.addressOf(nodeTag));
  }

  @Override
  public void find(SipRequest request, Consumer<InetSocketAddress> onEnd) throws ParseException {
    cluster.find(
        request.callId(),
        request.toTag(),
        request.fromTag(),
        found -> onEnd.accept(address(found)));
  }

  /** Reads an address; null for none. */
  private static InetSocketAddress address(String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    int colon = text.lastIndexOf(':');
    int port = Integer.parseInt(text.substring(colon + 1));
    return new InetSocketAddress(text.substring(0, colon), port); // a number: nothing is looked up
  }

  /** Tells the other servers which applications are here. */
  void deployed(Collection<WarContext> applications) {
    long hash = 0;
    for (WarContext each : applications) {
      hash += each.deployment() * (2L * each.name().hashCode() + 1);
    }
    cluster.deployments(hash);
  }

  /** Notes that a call is not suspended any more. */
  void over(Suspension suspension) {
    stored.remove(suspension);
  }

  /** Leaves the cluster; what others go on with ends here without a word. */
  void leave() {
    if (cluster.leave()) {
      sessions.discardAll();
    }
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
    stored.add(suspension);
    if (invite.gate() instanceof StoredGate known) {
      known.replace(suspension.surviving(invite, known.takeovers()));
      return;
    }
    SurvivingCall call = suspension.surviving(invite, 0);
    StoredGate gate = new StoredGate(invite::onLoop, 0);
    invite.gate(
        gate, () -> gate.stored(cluster.store(call, () -> invite.giveUp("another server has it"))));
  }

  @Override
  public Runnable takeOver(SurvivingCall call, byte[] fixed, CallSurvival.Stored stored) {
    WarContext war = server.applications().named(call.application()).orElse(null);
    String why =
        mayTakeOver.refusal(
            call.application(), call.deployment(), war == null ? null : war.deployment());
    try {
      SipRequest request = (SipRequest) SipParser.parse(call.request());
      byte[] response = fixed != null || why == null ? fixed : refusal(request, call.localTag());
      UserAgentCore core = server.core(request.callId());
      StoredGate gate = new StoredGate(core::execute, call.takeovers());
      gate.stored(stored);
      RestoredCall restored =
          new RestoredCall(
              call,
              response,
              gate,
              war,
              () -> cluster.isCancelled(call.transactionKey()),
              failure -> lost(call, stored, failure));
      core.takeOver(request, peer(call), restored);
      return restored::abandon;
    } catch (ParseException | UnknownHostException | ClassCastException e) {
      lost(call, stored, e.getMessage());
      return () -> {};
    }
  }

  @Override
  public Runnable takeOver(SurvivingSession session, StoredSession stored) {
    return sessions.takeOver(session, stored);
  }

  @Override
  public boolean hasDialog(String callId, String localTag, String remoteTag) {
    return server.sessions().find(callId, localTag, remoteTag) != null;
  }

  /** The answer to a call that no version of its application goes on with. */
  private static byte[] refusal(SipRequest request, String localTag) {
    SipResponse response = UserAgentCore.unavailable(request);
    response.toTag(localTag);
    return response.toBytes();
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
