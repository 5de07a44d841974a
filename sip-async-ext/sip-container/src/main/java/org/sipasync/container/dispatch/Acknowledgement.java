package org.sipasync.container.dispatch;

import org.sipasync.container.outbound.Exit;
import org.sipasync.sip.message.SipRequest;

/** ACK of one 2xx: sent once by the application, then for each repetition of the 2xx. */
final class Acknowledgement {
  private final Wire wire;
  private boolean created;

  /** On the loop only. */
  private Runnable again;

  Acknowledgement(Wire wire) {
    this.wire = wire;
  }

  /** Takes the right to make the ACK; false the second time. */
  boolean create() {
    boolean first = !created;
    created = true;
    return first;
  }

  /** True if the application has made the ACK. */
  boolean isCreated() {
    return created;
  }

  void send(SipRequest ack, Exit exit) {
    wire.sendAck(ack, exit, task -> again = task);
  }

  /** Does nothing until the ACK was sent. */
  void sendAgain() {
    wire.execute(
        () -> {
          if (again != null) {
            again.run();
          }
        });
  }
}
