package org.sipasync.sip.uas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;
import org.sipasync.sip.locate.Blacklist;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Locator;
import org.sipasync.sip.locate.RequestSender;
import org.sipasync.sip.locate.Resolver;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transaction.TransactionUser;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.SipTransports;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportLimits;

/**
 * User agent client over the two modules alone, on a loop thread and free ports of 127.0.0.1:
 * OPTIONS, and calls with their ACK and BYE. Knows numeric hosts only, no proxies, and takes no
 * requests. Thread-safe; what it returns completes on the loop's thread: with the final response,
 * or exceptionally if there is none.
 */
final class UserAgentClient implements TransactionUser, Resolver, AutoCloseable {
  /** Offers PCMU that is inactive: nobody sends media. */
  private static final String OFFER =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.1
      s=-
      c=IN IP4 127.0.0.1
      t=0 0
      m=audio 9 RTP/AVP 0
      a=inactive
      """
          .replace("\n", "\r\n");

  private final EventLoop loop = new EventLoop(System::nanoTime);
  private final SecureRandom random = new SecureRandom();
  private final TransactionLayer transactions =
      new TransactionLayer(loop, this, TransactionSettings.DEFAULT, random);
  private final SipTransports transports =
      new SipTransports(loop, TransportLimits.DEFAULTS, transactions);
  private final Locator locator = new Locator(loop, this, Duration.ofSeconds(5));
  private final RequestSender sender =
      new RequestSender(
          transactions,
          Hops.of(locator, transports),
          new Blacklist(loop::now, Duration.ofSeconds(30), 100));
  private final int udp;
  private final int tcp;
  private final LoopThread thread;

  UserAgentClient() throws IOException {
    udp = listen(Transport.UDP);
    tcp = listen(Transport.TCP);
    thread = new LoopThread(loop, "sip-test-client");
  }

  private int listen(Transport transport) throws IOException {
    return transports.listen(transport, new InetSocketAddress("127.0.0.1", 0)).getPort();
  }

  CompletableFuture<SipResponse> options(SipUri target) {
    return send(request(Method.OPTIONS, target), target);
  }

  /** Calls with an offer; a 2xx is acknowledged. */
  CompletableFuture<SipResponse> invite(SipUri target) {
    SipRequest invite = request(Method.INVITE, target);
    boolean isTcp = "tcp".equals(target.parameter("transport"));
    invite.add(
        HeaderName.CONTACT, "<sip:uac@127.0.0.1:" + (isTcp ? tcp + ";transport=tcp>" : udp + ">"));
    invite.body(OFFER.getBytes(UTF_8), "application/sdp");
    return send(invite, target);
  }

  /** Ends the call that a 2xx has established. */
  CompletableFuture<SipResponse> bye(SipResponse answer) throws ParseException {
    return send(inDialog(answer, Method.BYE, answer.cseq().number() + 1), contact(answer));
  }

  private SipRequest request(Method method, SipUri target) {
    SipRequest request = new SipRequest(method, target);
    request.add(HeaderName.MAX_FORWARDS, "70");
    request.add(HeaderName.FROM, "<sip:uac@127.0.0.1>;tag=" + newToken());
    request.add(HeaderName.TO, "<" + target + ">");
    request.add(HeaderName.CALL_ID, newToken());
    request.add(HeaderName.CSEQ, "1 " + method);
    return request;
  }

  private static SipRequest inDialog(SipResponse answer, Method method, long number)
      throws ParseException {
    SipRequest request = new SipRequest(method, contact(answer));
    request.add(HeaderName.MAX_FORWARDS, "70");
    for (HeaderName name : List.of(HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID)) {
      request.add(name, answer.header(name));
    }
    request.add(HeaderName.CSEQ, number + " " + method);
    return request;
  }

  private static SipUri contact(SipResponse answer) throws ParseException {
    return (SipUri) answer.list(Headers.CONTACT).get(0).uri();
  }

  private String newToken() {
    return Long.toHexString(random.nextLong());
  }

  private CompletableFuture<SipResponse> send(SipRequest request, SipUri nextHop) {
    Exchange exchange = new Exchange(request.method());
    loop.execute(() -> sender.send(request, nextHop, exchange));
    return exchange.answer;
  }

  /** One request and its answer. */
  private final class Exchange implements ClientUser {
    private final CompletableFuture<SipResponse> answer = new CompletableFuture<>();
    private final Method method;
    private Flow ackFlow;
    private byte[] ack;

    Exchange(Method method) {
      this.method = method;
    }

    @Override
    public void onResponse(SipResponse response) {
      if (response.status() < 200) {
        return;
      }
      if (ack != null) {
        ackFlow.send(ack, null);
      } else if (method.equals(Method.INVITE) && response.status() < 300) {
        acknowledge(response);
      } else {
        answer.complete(response);
      }
    }

    private void acknowledge(SipResponse ok) {
      try {
        SipRequest request = inDialog(ok, Method.ACK, ok.cseq().number());
        locator.locate(contact(ok), targets -> sendAck(request, targets, ok));
      } catch (ParseException e) {
        answer.completeExceptionally(e);
      }
    }

    private void sendAck(SipRequest request, List<Target> targets, SipResponse ok) {
      if (targets.isEmpty()) {
        answer.completeExceptionally(new IOException("Nothing found for " + request.uriText()));
        return;
      }
      ackFlow = transports.flowTo(targets.get(0).transport(), targets.get(0).address());
      ack = transactions.sendAck(request, ackFlow);
      answer.complete(ok);
    }

    @Override
    public void onTimeout() {
      answer.completeExceptionally(new IOException(method + " timed out"));
    }

    @Override
    public void onTransportError() {
      answer.completeExceptionally(new IOException(method + " could not be sent"));
    }
  }

  @Override
  public void onRequest(SipRequest request, ServerTransaction transaction) {
    SipResponse refusal = request.response(405);
    refusal.toTag(newToken());
    refusal.add(HeaderName.ALLOW, "");
    transaction.respond(refusal);
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {
    // nothing is answered 2xx
  }

  @Override
  public CompletionStage<List<Naptr>> naptr(String domain) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<List<Srv>> srv(String name) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<List<InetAddress>> addresses(String host) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public void close() {
    CompletableFuture.runAsync(transports::close, loop::execute).orTimeout(5, SECONDS).join();
    thread.close();
  }

  /** Sends OPTIONS, then calls and hangs up. Argument: a SIP URI with a numeric host. */
  public static void main(String[] arguments) throws Exception {
    SipUri target = SipUri.parse(arguments[0]);
    try (UserAgentClient client = new UserAgentClient()) {
      System.out.println(client.options(target).get(40, SECONDS));
      SipResponse answer = client.invite(target).get(40, SECONDS);
      System.out.println(answer);
      if (answer.status() < 300) {
        System.out.println(client.bye(answer).get(40, SECONDS));
      }
    }
  }
}
