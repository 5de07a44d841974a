package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import org.sipasync.container.message.SurvivableInvite;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.Via;
import org.sipasync.sip.transaction.FinalGate;
import org.sipasync.sip.transaction.ServerTransaction;

/** A received INVITE whose final response others are to know first. */
final class StoredInvite implements SurvivableInvite {
  private final Uas uas;
  private final Wire wire;
  private final ServerTransaction transaction;
  private volatile FinalGate gate;

  StoredInvite(Uas uas, Wire wire, ServerTransaction transaction) {
    this.uas = uas;
    this.wire = wire;
    this.transaction = transaction;
  }

  @Override
  public String transactionKey() {
    return key(uas.message());
  }

  /** Key of an INVITE's transaction; null if its branch cannot be one (RFC 2543). */
  static String key(SipRequest request) {
    try {
      Via via = request.topVia();
      String branch = via.branch();
      return Via.isUnique(branch) ? branch + "@" + via.host() + ":" + via.port() : null;
    } catch (ParseException e) {
      return null;
    }
  }

  @Override
  public InetSocketAddress peer() {
    InetSocketAddress remote = uas.flow().remote();
    if (!uas.flow().transport().isReliable()) {
      return remote;
    }
    try {
      int port = uas.message().topVia().port();
      int byDefault = uas.flow().transport().defaultPort();
      return new InetSocketAddress(remote.getAddress(), port < 0 ? byDefault : port);
    } catch (ParseException e) {
      throw new IllegalStateException("A received INVITE has a " + e.reason(), e);
    }
  }

  @Override
  public String localTag() {
    return uas.localTag();
  }

  @Override
  public FinalGate gate() {
    return gate;
  }

  /** Notes a gate that the transaction has already. */
  void inherited(FinalGate set) {
    gate = set;
  }

  @Override
  public void gate(FinalGate finals, Runnable onSet) {
    wire.execute(
        () -> {
          if (!transaction.isAnswered()) {
            transaction.gate(finals);
            gate = finals;
            onSet.run();
          }
        });
  }

  @Override
  public void onLoop(Runnable task) {
    wire.execute(task);
  }

  @Override
  public void giveUp(String why) {
    wire.execute(transaction::abandon);
    DialogSession session = uas.session();
    if (session != null) {
      session.getApplicationSession().lane().execute(() -> end(session, why));
    }
  }

  private void end(DialogSession session, String why) {
    if (session.isValid() && uas.onEnded(503, why)) {
      ServletCall.settle(session);
    }
  }
}
