package org.sipasync.container.proxy;

import java.util.function.BiConsumer;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.session.Lane;
import org.sipasync.sip.locate.OutgoingRequest;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transport.Flow;

/** Client side of a branch: brings its events to the lane. Its fields are the loop's. */
final class ClientSide implements ClientUser {
  /** Tasks in the lane beyond which provisional responses and repeated 2xx are dropped. */
  private static final int MAX_WAITING = 100;

  private final Branch branch;
  private final Downstream downstream;
  private final Lane lane;
  private OutgoingRequest outgoing;
  private boolean hasFinal;

  ClientSide(Branch branch, Downstream downstream, Lane lane) {
    this.branch = branch;
    this.downstream = downstream;
    this.lane = lane;
  }

  void send(SipRequest request, Exit exit, Outgoing out, BiConsumer<SipRequest, Flow> ready) {
    downstream.send(
        request, out.routing(), out.sender(), exit, this, ready, this::onSent, out.mark());
  }

  private void onSent(OutgoingRequest sent) {
    outgoing = sent;
    sent.unlimited(); // Timer C ends what rings too long
  }

  /** Sends a CANCEL as soon as it may go, and tries no further server. */
  void cancel(String reason) {
    downstream.execute(
        () -> {
          if (outgoing != null) {
            outgoing.cancel(reason);
          }
        });
  }

  @Override
  public void onResponse(SipResponse response) {
    boolean needed = response.status() >= 200 && !hasFinal;
    if (!needed && lane.size() > MAX_WAITING) {
      return;
    }
    hasFinal |= needed;
    Flow flow = outgoing == null ? null : outgoing.flow(); // null if it was refused here
    MessageOrigin origin = flow == null ? null : MessageOrigin.of(flow);
    lane.execute(() -> onReceived(response, origin));
  }

  private void onReceived(SipResponse response, MessageOrigin origin) {
    try {
      response.removeFirst(Headers.VIA);
      if (!response.has(HeaderName.VIA)) {
        throw new ParseException(400, "No Via");
      }
      branch.onResponse(response, origin);
    } catch (ParseException e) {
      if (response.status() >= 200) {
        branch.onTransportError();
      }
    }
  }

  @Override
  public void onTimeout() {
    lane.execute(branch::onTimeout);
  }

  @Override
  public void onTransportError() {
    lane.execute(branch::onTransportError);
  }
}
