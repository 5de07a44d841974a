package org.sipasync.container.dispatch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipErrorListener;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;

/** INVITEs of one session whose 2xx is repeated until its ACK comes. For the session's lane. */
final class AcceptedInvites {
  private final DialogSession session;
  private final Map<Long, Retransmission> byCSeq = new HashMap<>(2);

  /** Numbers of those that another node has accepted, which is gone: nobody repeats their 2xx. */
  private final Set<Long> ofOthers = new HashSet<>(0);

  AcceptedInvites(DialogSession session) {
    this.session = session;
  }

  /**
   * Starts to repeat a 2xx.
   *
   * @param resend sends it once more
   */
  void add(Uas uas, int status, Runnable resend) {
    AppSession application = session.getApplicationSession();
    long number = SessionAgent.cseq(uas.message());
    byCSeq.put(
        number,
        new Retransmission(
            session.timers(),
            application.lane(),
            resend,
            () -> onNoAck(uas, number, status),
            Retransmission.T2));
  }

  /** Takes in an INVITE that another node has accepted. */
  void add(long number) {
    ofOthers.add(number);
  }

  /** Numbers of all INVITEs that await their ACK. */
  List<Long> numbers() {
    return Stream.concat(byCSeq.keySet().stream(), ofOthers.stream()).sorted().toList();
  }

  private void onNoAck(Uas uas, long number, int status) {
    byCSeq.remove(number);
    ResponseFacade response =
        new ResponseFacade(uas.message().response(status), uas.request(), uas, null);
    response.commit();
    SipErrorEvent event = new SipErrorEvent(uas.request(), response);
    AppSession application = session.getApplicationSession();
    application
        .application()
        .listeners()
        .fire(SipErrorListener.class, listener -> listener.noAckReceived(event));
    application.settle();
  }

  /** Takes the ACK of a number; false if it is a repetition, or for nothing. */
  boolean onAck(long number) {
    Retransmission acknowledged = byCSeq.remove(number);
    if (acknowledged == null) {
      return ofOthers.remove(number);
    }
    acknowledged.stop();
    return true;
  }

  /** Ends all repetitions. */
  void stop() {
    byCSeq.values().forEach(Retransmission::stop);
    byCSeq.clear();
  }
}
