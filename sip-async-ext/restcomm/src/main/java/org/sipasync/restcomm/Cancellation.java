package org.sipasync.restcomm;

import gov.nist.javax.sip.ServerTransactionExt;
import java.util.Optional;
import javax.sip.ServerTransaction;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.message.TransactionApplicationData;
import org.sipasync.Problem;

/**
 * A CANCEL and the suspended INVITE it means.
 *
 * @param invite the INVITE, suspended
 */
record Cancellation(ContainerRequest invite) {

  /** Empty if the CANCEL means no INVITE of an application, or one that is not suspended. */
  static Optional<Cancellation> of(ServerTransaction cancel) {
    ServerTransaction invite = ((ServerTransactionExt) cancel).getCanceledInviteTransaction();
    if (invite != null
        && invite.getApplicationData() instanceof TransactionApplicationData data
        && data.getSipServletMessage() instanceof ContainerRequest request
        && request.suspension() != null
        && request.suspension().isSuspended()) {
      return Optional.of(new Cancellation(request));
    }
    return Optional.empty();
  }

  /** Nobody resumes the INVITE any more; the engine is told. */
  void endSuspension() {
    MobicentsSipApplicationSession session = invite.getSipSession().getSipApplicationSession();
    try (var scope = SessionScope.open(session)) {
      invite.suspension().abandon(Problem.CANCELLED);
    }
  }
}
