package org.sipasync.container.dispatch;

import java.util.HashMap;
import java.util.Map;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.session.Dialog;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ClientUser;

/**
 * End of calls that are accepted after their session has ended, as by a 2xx that crosses our
 * CANCEL: each gets its ACK, then a BYE (RFC 3261 13.2.2.4). For the lane of the session.
 */
final class HangUp {
  private final Wire wire;
  private final Map<String, Acknowledgement> acknowledged = new HashMap<>(2);

  HangUp(Wire wire) {
    this.wire = wire;
  }

  /**
   * Acknowledges a 2xx to an INVITE, and ends its dialog unless it is a repetition.
   *
   * @throws ParseException if its Contact or Record-Route cannot be read
   */
  void onOk(DialogSession ended, SipRequest invite, SipResponse ok) throws ParseException {
    Acknowledgement known = acknowledged.get(ok.toTag());
    if (known != null) {
      known.sendAgain();
      return;
    }
    if (acknowledged.size() >= Forks.MAX_DIALOGS) {
      return;
    }
    Dialog dialog = ended.dialog();
    if (!Usage.hasToTag(invite)) {
      dialog = dialog.fork();
      dialog.establish(ok);
    }
    Acknowledgement acknowledgement = new Acknowledgement(wire);
    acknowledged.put(ok.toTag(), acknowledgement);
    Exit exit = SessionAgent.of(ended).uac().exit();
    acknowledgement.send(dialog.request(Method.ACK, SessionAgent.cseq(invite)), exit);
    bye(wire, dialog, exit);
  }

  /** Sends a BYE whose answer nobody awaits. */
  static void bye(Wire wire, Dialog dialog, Exit exit) {
    SipRequest bye = dialog.request(Method.BYE);
    wire.send(bye, exit, Nobody.INSTANCE, (request, flow) -> {}, sent -> {});
  }

  /** The dialog is over for us, whatever becomes of the BYE. */
  private enum Nobody implements ClientUser {
    INSTANCE;

    @Override
    public void onResponse(SipResponse response) {}

    @Override
    public void onTimeout() {}

    @Override
    public void onTransportError() {}
  }
}
