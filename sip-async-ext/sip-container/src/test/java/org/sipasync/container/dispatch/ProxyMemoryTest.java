package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Heap that is kept for each proxied call after its BYE, for 32 s. Prints its figures. */
@Tag("load")
class ProxyMemoryTest {
  private static final int WARM = 500;
  private static final int COUNT = 5_000;

  private final ProxyKit kit = new ProxyKit();

  /** Messages on their way to the proxy. */
  private final Queue<String> inbox = new ArrayDeque<>();

  @AfterEach
  void close() {
    kit.close();
  }

  /** The first callee accepts, the others are busy. */
  @ParameterizedTest
  @CsvSource({"one, 17000", "one;two;three, 27000"})
  void keptPerCall(String callees, long most) {
    kit.callees(callees.split(";")).proxying(proxy -> proxy.setRecordRoute(true));
    kit.test.onResponse = response -> {};
    kit.caller.receiver = message -> atCaller((SipResponse) parse(message));
    kit.callees.forEach(
        (name, flow) ->
            flow.receiver = message -> atCallee((SipRequest) parse(message), name.equals("one")));
    place(0, WARM);
    long before = used();
    place(WARM, WARM + COUNT);
    long each = (used() - before) / COUNT;
    kit.test.pass(Duration.ofSeconds(40), Duration.ofMillis(500));
    long left = (used() - before) / COUNT;
    System.out.printf(
        "Bytes kept per call proxied to %s: %d; after 40 s: %d%n", callees, each, left);
    assertThat(each).isLessThan(most);
    assertThat(left).isLessThan(100);
    assertThat(kit.test.transactions()).isZero();
  }

  private void place(int from, int to) {
    for (int i = from; i < to; i++) {
      String invite = request("INVITE", "sip:bob@192.0.2.1", "i" + i, 1, "");
      inbox.add(invite.replace("Call-ID: call", "Call-ID: " + i));
      for (String text = inbox.poll(); text != null; text = inbox.poll()) {
        kit.test.receive(text);
      }
      kit.caller.sent.clear();
      kit.callees.values().forEach(callee -> callee.sent.clear());
      kit.test.log.clear();
    }
  }

  private static SipMessage parse(byte[] message) {
    return TestFlow.parse(new String(message, StandardCharsets.UTF_8));
  }

  private void atCaller(SipResponse response) {
    if (response.status() == 200 && response.header(HeaderName.CSEQ).endsWith("INVITE")) {
      send("ACK", 1, response);
      send("BYE", 2, response);
    }
  }

  private void send(String method, int cseq, SipResponse to) {
    String text = request(method, "sip:bob@one", method + to.callId(), cseq, tag(to));
    String route = "Route: " + to.header(HeaderName.RECORD_ROUTE) + "\r\n";
    inbox.add(
        text.replace("Call-ID: call", "Call-ID: " + to.callId())
            .replace("Contact:", route + "Contact:"));
  }

  private static String tag(SipMessage message) {
    try {
      return message.toTag();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private void atCallee(SipRequest request, boolean accepts) {
    if (request.method() == Method.INVITE) {
      SipResponse last = request.response(accepts ? 200 : 486);
      last.toTag("b" + request.callId());
      if (accepts) {
        inbox.add(new String(request.response(180).toBytes(), StandardCharsets.UTF_8));
      }
      inbox.add(new String(last.toBytes(), StandardCharsets.UTF_8));
    } else if (request.method() == Method.BYE) {
      inbox.add(new String(request.response(200).toBytes(), StandardCharsets.UTF_8));
    }
  }

  private static long used() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
