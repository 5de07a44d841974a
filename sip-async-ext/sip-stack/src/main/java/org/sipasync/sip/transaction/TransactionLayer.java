package org.sipasync.sip.transaction;

import java.lang.System.Logger.Level;
import java.util.random.RandomGenerator;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.Via;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.TransportUser;
import org.sipasync.support.LimitedLog;

/**
 * Transactions of one loop, between the transports, whose {@link TransportUser} it is, and its own
 * {@link TransactionUser}.
 *
 * <pre>
 *     TransactionUser       ServerUser            ClientUser
 *       ^ new request, ACK    ^ CANCEL, no ACK      ^ response, timeout, transport error
 *       |                     | v respond           | v send, cancel
 *   +---+---------------------+----------+----------+------------------------+
 *   | ServerTransactions                 | ClientTransactions                |
 *   | keys, table, Admission, 2 machines | by branch and method, 2 machines  |
 *   +------------------------------------+-----------------------------------+
 *       ^ onRequest  v Flow.send            ^ onResponse, onClosed  v Flow.send
 * </pre>
 *
 * <p>For the loop's thread only; shares nothing with other loops but secrets. A Call-ID always maps
 * to the same loop, so a request, its retransmissions, ACK and CANCEL meet there.
 */
public final class TransactionLayer implements TransportUser {
  private static final LimitedLog LOG =
      new LimitedLog(System.getLogger(TransactionLayer.class.getName()));

  private final TransactionTable table = new TransactionTable();
  private final TransactionUser user;
  private final ServerTransactions servers;
  private final ClientTransactions clients;

  /**
   * Creates a layer.
   *
   * @param random makes branches; a SecureRandom except in tests
   */
  public TransactionLayer(
      EventLoop loop, TransactionUser user, TransactionSettings settings, RandomGenerator random) {
    this.user = user;
    Context context = new Context(table, new FixedDelays(loop), settings.timers());
    Admission admission =
        new Admission(table, settings.maxTransactions(), settings.maxBytes(), loop::now);
    this.servers =
        new ServerTransactions(
            context, new TransactionKeys(), admission, user, settings.retryAfter().toSeconds());
    this.clients = new ClientTransactions(context, loop::execute, settings, random);
  }

  @Override
  public void onRequest(SipRequest request, Flow flow) {
    try {
      servers.onRequest(request, flow);
    } catch (ParseException e) {
      drop(e);
    }
  }

  @Override
  public void onResponse(SipResponse response, Flow flow) {
    try {
      Via via = response.topVia();
      ClientTransaction transaction = clients.find(response, via);
      if (transaction != null) {
        transaction.onResponse(response);
      } else if (clients.isOurs(via)) {
        user.onStrayResponse(response, flow);
      }
    } catch (ParseException e) {
      drop(e);
    }
  }

  /**
   * Takes a CANCEL that another server has received, and answers.
   *
   * @return true if its INVITE is here
   */
  public boolean onCancelElsewhere(SipRequest cancel) {
    try {
      return servers.onCancelElsewhere(cancel);
    } catch (ParseException e) {
      drop(e);
      return false;
    }
  }

  /**
   * Ends the transaction of an INVITE without a response: another server has it.
   *
   * @return true if it has its final response already, and goes on
   */
  public boolean supersede(SipRequest invite) {
    try {
      return servers.supersede(invite);
    } catch (ParseException e) {
      drop(e);
      return false;
    }
  }

  /**
   * Logs a malformed header. The parser should have refused it, so this is a bug, but must not stop
   * the loop.
   */
  private static void drop(ParseException e) {
    LOG.log(Level.WARNING, e.reason(), "Dropped a message that passed the parser: " + e.reason());
  }

  @Override
  public void onClosed(Flow flow) {
    clients.onClosed(flow);
    servers.onClosed(flow);
  }

  /**
   * Sends a copy of a request other than ACK and CANCEL, with our Via on top. Beyond the bound of
   * client transactions, sends nothing and reports a transport error to the user asynchronously.
   *
   * @throws IllegalArgumentException if its Request-URI or CSeq is malformed
   */
  public ClientTransaction send(SipRequest request, Flow flow, ClientUser user) {
    return send(request, flow, user, "");
  }

  /**
   * Sends a request as {@link #send(SipRequest, Flow, ClientUser)} does.
   *
   * @param branchSuffix end of the branch, a token: a proxy's {@link LoopDetection#mark}
   */
  public ClientTransaction send(
      SipRequest request, Flow flow, ClientUser user, String branchSuffix) {
    return clients.send(request, flow, user, branchSuffix);
  }

  /**
   * Sends a copy of the ACK of a 2xx, with our Via on top.
   *
   * @return the encoded ACK, to be sent again for each retransmission of the 2xx (RFC 3261
   *     13.2.2.4)
   */
  public byte[] sendAck(SipRequest ack, Flow flow) {
    SipRequest copy = ack.copy();
    clients.addVia(copy, flow, "");
    byte[] bytes = copy.toBytes();
    flow.send(bytes, null);
    return bytes;
  }

  /** Returns the number of server transactions, including answered ones. */
  public int serverTransactions() {
    return table.size();
  }

  /** Returns the bytes of messages that the server transactions hold. */
  public long serverBytes() {
    return table.bytes();
  }

  /** Returns the number of client transactions. */
  public int clientTransactions() {
    return clients.size();
  }
}
