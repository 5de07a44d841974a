package org.sipasync.container.dispatch;

import java.time.Duration;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.TransportUser;

/**
 * Begins calls of nodes that are gone: their INVITEs come once more, by a flow that says where to
 * go on. On the loop's thread.
 */
final class InheritedCalls {
  /** Repetitions of a 2xx, whose ACK finds no dialog here (RFC 3261, 13.3.1.4). */
  private static final int REPETITIONS = 4;

  private static final Duration T1 = Duration.ofMillis(500);

  private final EventLoop loop;
  private final Hops hops;

  InheritedCalls(EventLoop loop, Hops hops) {
    this.loop = loop;
    this.hops = hops;
  }

  /**
   * Begins a call.
   *
   * @param peer where its responses go
   */
  void begin(SipRequest request, Target peer, InheritedCall call, TransportUser layer) {
    hops.open(peer, null, flow -> begin(request, flow, call, layer));
  }

  private void begin(SipRequest request, Flow flow, InheritedCall call, TransportUser layer) {
    if (flow == null) {
      call.failed("no listen point reaches its caller");
      return;
    }
    InheritedFlow back = new InheritedFlow(flow, call);
    layer.onRequest(request, back);
    if (!back.hasBegun()) {
      call.failed("its transaction is here already, or there are too many");
    }
  }

  /** Sends the final response that was fixed; a 2xx some times, for lack of who awaits its ACK. */
  void repeat(ServerTransaction transaction, byte[] response) {
    int status = (response[8] - '0') * 100 + (response[9] - '0') * 10 + response[10] - '0';
    transaction.respond(status, response);
    if (status < 300) {
      repeat(transaction, status, response, 1);
    }
  }

  private void repeat(ServerTransaction transaction, int status, byte[] response, int time) {
    if (time <= REPETITIONS) {
      loop.timerAfter(
          loop.now(),
          T1.multipliedBy(1L << (time - 1)),
          () -> {
            transaction.respond(status, response);
            repeat(transaction, status, response, time + 1);
          });
    }
  }
}
