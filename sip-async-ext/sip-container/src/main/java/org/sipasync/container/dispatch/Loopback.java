package org.sipasync.container.dispatch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.sipasync.container.message.ChainedFlow;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.routing.Selection.Next;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.locate.NumericHost;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportUser;
import org.sipasync.support.LimitedLog;

/**
 * Way from application to application of this container: what is sent is read anew and comes to the
 * transaction layer of the same loop, as if from a peer, but by no socket. Nothing of the chain
 * stands in the messages: what the next application is to know goes along with the flow. For the
 * loop's thread only.
 *
 * <pre>
 *   client transaction ── send ──▶ loop's queue ──▶ TransactionLayer.onRequest ──▶ server transaction
 *          ▲                                                                          │ respond
 *          └── TransactionLayer.onResponse ◀── loop's queue ◀── {@link Way#back} ◀────┘
 * </pre>
 */
final class Loopback {
  private static final LimitedLog LOG = new LimitedLog(System.getLogger(Loopback.class.getName()));

  /** Messages that may wait for the loop; beyond, requests fail and 1xx are dropped. */
  private static final int MAX_WAITING = 8_192;

  private static final long MAX_BYTES = 32L << 20;

  private static final byte[] RESPONSE = "SIP/2.0 ".getBytes(US_ASCII);

  private final EventLoop loop;
  private final TransportUser layer;
  private final Contacts contacts;
  private int waiting;
  private long bytes;

  Loopback(EventLoop loop, TransportUser layer, Contacts contacts) {
    this.loop = loop;
    this.layer = layer;
    this.contacts = contacts;
  }

  /**
   * Opens a flow.
   *
   * @param next application that its request is for; null for a request within a dialog
   * @param from address that the request is to leave from; null if any will do
   */
  Flow open(Next next, InetSocketAddress from) {
    SipUri here = contacts.defaultContact();
    String transport = here.parameter("transport");
    Transport protocol =
        transport == null ? Transport.UDP : Transport.valueOf(transport.toUpperCase(Locale.ROOT));
    if (from != null && contacts.contact(protocol, from) != null) {
      here = contacts.contact(protocol, from);
    }
    return new Way(protocol, address(here), next, null);
  }

  /** Address of a URI; unresolved if an advertised name stands there. */
  private static InetSocketAddress address(SipUri here) {
    InetAddress numeric = NumericHost.parse(here.host());
    int port = Math.max(0, here.port());
    return numeric == null
        ? InetSocketAddress.createUnresolved(here.host(), port)
        : new InetSocketAddress(numeric, port);
  }

  /** Application that a request's flow leads to; null if it came otherwise. */
  static Next next(Flow flow) {
    return flow instanceof Way way ? way.next : null;
  }

  /**
   * Runs a step that sends a response, with its origin going along if it is sent to another
   * application.
   *
   * @param origin as the container received it; null if it is made here
   */
  static void carrying(MessageOrigin origin, Flow flow, Runnable step) {
    if (!(flow instanceof Way way)) {
      step.run();
      return;
    }
    way.sending = origin;
    try {
      step.run();
    } finally {
      way.sending = null;
    }
  }

  /** One direction between two applications. */
  private final class Way implements ChainedFlow {
    private final Transport transport;
    private final InetSocketAddress here;
    private final Next next;
    private final Way back;

    /** Origin of the message that is about to be sent; null if it is made here. */
    private MessageOrigin sending;

    /** Origin of the last message that has arrived; null if it was made here. */
    private MessageOrigin arrived;

    Way(Transport transport, InetSocketAddress here, Next next, Way opposite) {
      this.transport = transport;
      this.here = here;
      this.next = next;
      this.back = opposite == null ? new Way(transport, here, next, this) : opposite;
    }

    @Override
    public void send(byte[] message, Runnable onFailed) {
      boolean isFull = waiting >= MAX_WAITING || bytes + message.length > MAX_BYTES;
      if (isFull && !isFinal(message)) {
        fail("too many messages wait", onFailed);
        return;
      }
      MessageOrigin origin = sending;
      waiting++;
      bytes += message.length;
      loop.execute(
          () -> {
            waiting--;
            bytes -= message.length;
            back.arrived = origin;
            arrive(message, onFailed);
          });
    }

    private void arrive(byte[] message, Runnable onFailed) {
      try {
        SipMessage read = SipParser.parse(message);
        if (read instanceof SipRequest request) {
          layer.onRequest(request, back);
        } else {
          layer.onResponse((SipResponse) read, back);
        }
      } catch (ParseException e) {
        fail(e.reason(), onFailed);
      }
    }

    private void fail(String why, Runnable onFailed) {
      LOG.log(Level.WARNING, "lost", "A message between applications is lost: " + why);
      if (onFailed != null) {
        loop.execute(onFailed);
      }
    }

    @Override
    public MessageOrigin initialOrigin() {
      return arrived;
    }

    @Override
    public Transport transport() {
      return transport;
    }

    @Override
    public boolean isReliable() {
      return true;
    }

    @Override
    public boolean isLoopback() {
      return true;
    }

    @Override
    public InetSocketAddress local() {
      return here;
    }

    @Override
    public InetSocketAddress remote() {
      return here;
    }
  }

  /** True for a final response. There are no more of them than transactions, which are bounded. */
  private static boolean isFinal(byte[] message) {
    for (int i = 0; i < RESPONSE.length; i++) {
      if (message[i] != RESPONSE[i]) {
        return false;
      }
    }
    return message[RESPONSE.length] > '1';
  }
}
