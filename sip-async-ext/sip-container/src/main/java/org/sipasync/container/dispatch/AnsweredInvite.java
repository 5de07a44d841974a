package org.sipasync.container.dispatch;

import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.ServerUser;

/** Rest of an INVITE after its final response: a CANCEL gets its 200 and does nothing. */
record AnsweredInvite(String localTag) implements ServerUser {
  @Override
  public void onCancel(SipRequest cancel, ServerTransaction cancelTransaction) {
    SipResponse ok = cancel.response(200);
    ok.toTag(localTag);
    cancelTransaction.respond(ok);
  }
}
