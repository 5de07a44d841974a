package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.container.session.SpreadTimers;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.locate.Blacklist;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionUser;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.TransportUser;

/**
 * Several loops behind one set of transports. Each Call-ID belongs to one of them, so that a
 * request, its retransmissions, ACK and CANCEL meet there; loops share nothing but what is
 * thread-safe.
 *
 * <pre>
 *   sockets ──▶ transports' loop: parse ──Call-ID──▶ loop i: transactions ──▶ lanes
 *      ▲                     └──────── {@link HandedFlow#send} ◀──────┴───────────┘
 * </pre>
 *
 * <p>What waits for a loop is bounded: beyond, datagrams are dropped, as a network would, and
 * requests of connections get 503. On the transports' loop but for {@link #core}.
 */
public final class LoopGroup implements TransportUser {
  /** Messages that may wait for one loop: about a second of its work. */
  private static final int MAX_WAITING = 8_192;

  /** Time that a server which has failed is tried last (RFC 3263 4.3). */
  private static final Duration FAILED_FOR = Duration.ofMinutes(5);

  private static final int MAX_FAILED = 1_000;

  private final EventLoop transports;
  private final int maxWaiting;
  private final Blacklist failed;
  private final List<Member> members = new ArrayList<>();

  private record Member(EventLoop loop, UserAgentCore core, AtomicInteger waiting) {}

  /**
   * Creates a group without loops.
   *
   * @param transports loop that reads and writes; it may be a member, too
   */
  public LoopGroup(EventLoop transports) {
    this(transports, MAX_WAITING);
  }

  LoopGroup(EventLoop transports, int maxWaiting) {
    this.transports = transports;
    this.maxWaiting = maxWaiting;
    this.failed = new Blacklist(transports::now, FAILED_FOR, MAX_FAILED);
  }

  /**
   * Adds a loop, before any of them runs.
   *
   * @param hops the loop's own; they open flows on the transports' loop
   * @param layers makes the loop's transaction layer for its user
   */
  public void add(
      EventLoop loop,
      Services services,
      Hops hops,
      Function<TransactionUser, TransactionLayer> layers) {
    Hops ways = loop == transports ? hops : handed(hops, loop);
    UserAgentCore core = UserAgentCore.on(loop, services, ways, failed, layers);
    core.wire().group(callId -> core(callId).wire());
    members.add(new Member(loop, core, new AtomicInteger()));
  }

  /** Ways of one loop: found there, opened by the transports' loop. */
  private Hops handed(Hops hops, EventLoop loop) {
    return new Hops() {
      @Override
      public void find(SipUri uri, Consumer<List<Target>> onFound) {
        hops.find(uri, onFound);
      }

      @Override
      public void open(Target target, InetSocketAddress from, Consumer<Flow> onOpen) {
        Consumer<Flow> back = flow -> loop.execute(() -> onOpen.accept(handed(flow, loop)));
        transports.execute(() -> hops.open(target, from, back));
      }

      @Override
      public void open(FlowId id, Consumer<Flow> onOpen) {
        Consumer<Flow> back = flow -> loop.execute(() -> onOpen.accept(handed(flow, loop)));
        transports.execute(() -> hops.open(id, back));
      }
    };
  }

  private Flow handed(Flow flow, EventLoop loop) {
    return flow == null || loop == transports ? flow : new HandedFlow(flow, transports, loop);
  }

  /** Core of the loop that a Call-ID belongs to. Thread-safe once the loops run. */
  public UserAgentCore core(String callId) {
    return member(callId).core;
  }

  private Member member(String callId) {
    return members.get(SpreadTimers.loopOf(callId, members.size()));
  }

  @Override
  public void onRequest(SipRequest request, Flow flow) {
    Member member = member(request.callId());
    boolean full = !hand(member, flow, own -> member.core.layer().onRequest(request, own), 1);
    if (full && flow.transport().isReliable() && expectsAnswer(request)) {
      flow.send(request.answer(503, null), null);
    }
  }

  private static boolean expectsAnswer(SipRequest request) {
    return !request.method().toString().equals("ACK");
  }

  /** Responses find twice the room: they end what is there. */
  @Override
  public void onResponse(SipResponse response, Flow flow) {
    Member member = member(callId(response));
    hand(member, flow, own -> member.core.layer().onResponse(response, own), 2);
  }

  private static String callId(SipMessage message) {
    return message.callId() == null ? "" : message.callId();
  }

  /** Brings a message to its loop; false if too many wait there. */
  private boolean hand(Member member, Flow flow, Task task, int share) {
    if (member.loop == transports) {
      task.run(flow);
      return true;
    }
    if (member.waiting.get() >= maxWaiting * share) {
      return false;
    }
    member.waiting.incrementAndGet();
    Flow own = handed(flow, member.loop);
    member.loop.execute(
        () -> {
          member.waiting.decrementAndGet();
          task.run(own);
        });
    return true;
  }

  @FunctionalInterface
  private interface Task {
    void run(Flow flow);
  }

  @Override
  public void onClosed(Flow flow) {
    members.get(0).core.wire().flows().onClosed(FlowId.of(flow));
    for (Member member : members) {
      Flow own = handed(flow, member.loop);
      if (member.loop == transports) {
        member.core.layer().onClosed(own);
      } else {
        member.loop.execute(() -> member.core.layer().onClosed(own));
      }
    }
  }
}
