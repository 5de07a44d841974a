package org.sipasync.sip.uas;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.ServerUser;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transaction.TransactionUser;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.SipTransports;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportLimits;

/**
 * User agent server over the two modules alone: OPTIONS 200, INVITE 180 and 200 with the caller's
 * body, BYE, CANCEL, and the refusals of RFC 3261 8.2. For the loop's thread.
 */
final class UserAgentServer implements TransactionUser, AutoCloseable {
  private static final String ALLOWED = "INVITE, ACK, CANCEL, BYE, OPTIONS";
  private static final Set<String> REFUSED =
      Set.of("REGISTER", "INFO", "PRACK", "UPDATE", "SUBSCRIBE", "NOTIFY", "MESSAGE", "REFER");

  private final EventLoop loop;
  private final Duration ringing;
  private final SipTransports transports;
  private final TransactionLayer transactions;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Call> calls = new HashMap<>();

  /**
   * Creates a server without listen points.
   *
   * @param ringing time between 180 and 200; negative rings until it is cancelled
   */
  UserAgentServer(EventLoop loop, Duration ringing) {
    this.loop = loop;
    this.ringing = ringing;
    this.transactions =
        new TransactionLayer(loop, this, TransactionSettings.DEFAULT, new SecureRandom());
    this.transports = new SipTransports(loop, TransportLimits.DEFAULTS, transactions);
  }

  SipTransports transports() {
    return transports;
  }

  TransactionLayer transactions() {
    return transactions;
  }

  /** Calls that have neither been refused nor ended. */
  int calls() {
    return calls.size();
  }

  /** Calls among them whose 2xx was acknowledged. */
  long acknowledgedCalls() {
    return calls.values().stream().filter(call -> call.isAcknowledged).count();
  }

  @Override
  public void onRequest(SipRequest request, ServerTransaction transaction) {
    try {
      SipResponse refusal = refusal(request, transaction);
      if (refusal != null) {
        respond(transaction, refusal, newTag());
      } else {
        accept(request, transaction);
      }
    } catch (ParseException e) {
      respond(transaction, request.response(e.status(), e.reason()), newTag());
    }
  }

  private void accept(SipRequest request, ServerTransaction transaction) throws ParseException {
    Call call = calls.get(dialog(request, request.toTag()));
    if (request.method().equals(Method.INVITE)) {
      Call ringing = call != null ? call : new Call(newTag(), dialog(request, null));
      ringing.invite(request, transaction);
    } else if (request.method().equals(Method.BYE)) {
      call.end();
      respond(transaction, request.response(200), null);
    } else {
      SipResponse ok = request.response(200);
      ok.add(HeaderName.ALLOW, ALLOWED);
      respond(transaction, ok, newTag());
    }
  }

  /** The refusal that a request deserves by RFC 3261 8.2 and 12.2.2; null if none. */
  private SipResponse refusal(SipRequest request, ServerTransaction transaction)
      throws ParseException {
    String method = request.method().toString();
    if (!ALLOWED.contains(method)) {
      SipResponse refusal = request.response(REFUSED.contains(method) ? 405 : 501);
      refusal.add(HeaderName.ALLOW, ALLOWED);
      return refusal;
    }
    List<String> required = request.list(Headers.REQUIRE);
    if (!required.isEmpty()) {
      SipResponse refusal = request.response(420);
      refusal.add(HeaderName.UNSUPPORTED, String.join(", ", required));
      return refusal;
    }
    if (transaction.isMerged()) {
      return request.response(482);
    }
    String tag = request.toTag();
    boolean isKnown = tag == null ? !method.equals("BYE") : calls.containsKey(dialog(request, tag));
    return isKnown ? null : request.response(481);
  }

  private static String dialog(SipRequest request, String tag) throws ParseException {
    return request.callId() + '\n' + request.fromTag() + '\n' + tag;
  }

  private String newTag() {
    return Long.toHexString(random.nextLong());
  }

  private static void respond(ServerTransaction transaction, SipResponse response, String tag) {
    if (tag != null) {
      response.toTag(tag);
    }
    transaction.respond(response);
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {
    try {
      Call call = calls.get(dialog(ack, ack.toTag()));
      if (call != null) {
        call.isAcknowledged = true;
      }
    } catch (ParseException e) {
      // an ACK is never answered
    }
  }

  /** One call; a re-INVITE is answered as the first INVITE was. */
  private final class Call implements ServerUser {
    private final String tag;
    private final String key;
    private boolean isAcknowledged;
    private SipRequest invite;
    private ServerTransaction transaction;

    Call(String tag, String keyWithoutTag) {
      this.tag = tag;
      this.key = keyWithoutTag.substring(0, keyWithoutTag.lastIndexOf('\n') + 1) + tag;
      calls.put(key, this);
    }

    void invite(SipRequest request, ServerTransaction inviteTransaction) {
      invite = request;
      transaction = inviteTransaction;
      isAcknowledged = false;
      transaction.user(this);
      respond(transaction, response(180), tag);
      if (ringing.isZero()) {
        answer();
      } else if (!ringing.isNegative()) {
        loop.timerAfter(loop.now(), ringing, this::answer);
      }
    }

    private SipResponse response(int status) {
      SipResponse response = invite.response(status);
      InetSocketAddress local = transaction.flow().local();
      String host = local.getAddress().getHostAddress();
      boolean isIpv6 = host.indexOf(':') >= 0;
      String contact =
          "<sip:uas@" + (isIpv6 ? "[" + host + "]" : host) + ":" + local.getPort() + ">";
      response.add(
          HeaderName.CONTACT,
          transaction.flow().transport() == Transport.TCP
              ? contact.replace(">", ";transport=tcp>")
              : contact);
      return response;
    }

    private void answer() {
      if (transaction.isAnswered()) {
        return;
      }
      SipResponse ok = response(200);
      ok.toTag(tag);
      if (invite.bodyLength() > 0) {
        ok.body(invite.body(), invite.header(HeaderName.CONTENT_TYPE));
      }
      repeat(ok.toBytes(), Duration.ofMillis(500), loop.now());
    }

    /** Sends the 2xx until its ACK comes (RFC 3261 13.3.1.4). */
    private void repeat(byte[] ok, Duration interval, long since) {
      if (isAcknowledged || !calls.containsKey(key)) {
        return;
      }
      if (loop.now() - since > Duration.ofSeconds(32).toNanos()) {
        end();
        return;
      }
      transaction.respond(200, ok);
      Duration doubled = interval.multipliedBy(2);
      Duration next = doubled.toSeconds() >= 4 ? Duration.ofSeconds(4) : doubled;
      loop.timerAfter(loop.now(), interval, () -> repeat(ok, next, since));
    }

    void end() {
      calls.remove(key);
    }

    @Override
    public void onCancel(SipRequest cancel, ServerTransaction cancelTransaction) {
      respond(cancelTransaction, cancel.response(200), tag);
      if (!transaction.isAnswered()) {
        respond(transaction, invite.response(487), tag);
        end();
      }
    }
  }

  @Override
  public void close() {
    transports.close();
  }

  /** Runs on 127.0.0.1, UDP and TCP, until killed. Arguments: port, milliseconds of ringing (0). */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    long millis = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
    EventLoop loop = new EventLoop(System::nanoTime);
    UserAgentServer server = new UserAgentServer(loop, Duration.ofMillis(millis));
    for (Transport transport : List.of(Transport.UDP, Transport.TCP)) {
      server.transports.listen(transport, new InetSocketAddress("127.0.0.1", port));
    }
    try (LoopThread thread = new LoopThread(loop, "sip")) {
      System.out.println("Listens on 127.0.0.1:" + port + ", UDP and TCP");
      Thread.currentThread().join();
    }
  }
}
