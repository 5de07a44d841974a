package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Many recorded calls whose callee's leg loses three of ten messages, both ways. */
@Tag("C-D1")
@Tag("C-D2")
class ProxyLossTest {
  private static final double LOSS = 0.3;
  private static final Duration STEP = Duration.ofMillis(500);

  private final ProxyKit kit = new ProxyKit().callees("one");
  private final Random random = new Random(1);

  /** Messages on their way to the proxy. */
  private final Queue<String> inbox = new ArrayDeque<>();

  /** Responses that callees repeat until their ACK. */
  private final Map<String, SipResponse> repeated = new HashMap<>();

  private final Set<String> answered = new HashSet<>();

  /** Final responses that callers have got, by Call-ID: status and tag. */
  private final Map<String, Set<String>> finals = new HashMap<>();

  private final Map<String, Integer> failures = new HashMap<>();
  private int accepted;
  private int ended;

  @AfterEach
  void close() {
    kit.close();
  }

  @Test
  void eachCallHasOneFinalResponse() {
    eachHasOne(1_000);
  }

  @Test
  @Tag("load")
  void eachOfManyCallsHasOneFinalResponse() {
    eachHasOne(10_000);
  }

  private void eachHasOne(int calls) {
    kit.proxying(proxy -> proxy.setRecordRoute(true));
    kit.test.onResponse = response -> {};
    kit.caller.receiver = message -> atCaller(parse(message));
    kit.callee("one").receiver = message -> atCallee((SipRequest) parse(message));
    for (int i = 0; i < calls; i++) {
      String invite = request("INVITE", "sip:bob@192.0.2.1", "i" + i, 1, "");
      inbox.add(invite.replace("Call-ID: call", "Call-ID: " + i));
    }
    for (int step = 0; step < 240; step++) {
      step();
    }
    assertThat(finals).hasSize(calls);
    assertThat(finals.values()).allMatch(each -> each.size() == 1);
    assertThat(failures.values()).as("copies of a failure").containsOnly(1);
    assertThat(accepted).isGreaterThan(calls / 2);
    assertThat(ended)
        .as("BYEs answered, but for those lost each time")
        .isGreaterThan(accepted * 99 / 100);
    assertThat(kit.test.sessions.sipSessions()).isZero();
    assertThat(kit.test.transactions()).isZero();
  }

  private void step() {
    for (String text = inbox.poll(); text != null; text = inbox.poll()) {
      kit.test.receive(text);
    }
    kit.caller.sent.clear();
    kit.callee("one").sent.clear();
    kit.test.log.clear();
    kit.test.pass(STEP, STEP);
    repeated.values().forEach(this::fromCallee);
  }

  private static SipMessage parse(byte[] message) {
    return TestFlow.parse(new String(message, StandardCharsets.UTF_8));
  }

  private static String tag(SipMessage message) {
    try {
      return message.toTag();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private void atCaller(SipMessage message) {
    SipResponse response = (SipResponse) message;
    String callId = response.callId();
    if (response.header(HeaderName.CSEQ).endsWith("BYE")) {
      ended += response.status() == 200 ? 1 : 0;
    } else if (response.status() >= 300) {
      finals.computeIfAbsent(callId, id -> new HashSet<>()).add("" + response.status());
      failures.merge(callId, 1, Integer::sum);
      send("ACK", "i" + callId, 1, response, "");
    } else if (response.status() >= 200) {
      String route = "Route: " + response.header(HeaderName.RECORD_ROUTE);
      Set<String> before = finals.computeIfAbsent(callId, id -> new HashSet<>());
      boolean first = before.isEmpty();
      before.add(response.status() + " " + tag(response));
      send("ACK", "a" + callId, 1, response, route);
      if (first) {
        accepted++;
        send("BYE", "b" + callId, 2, response, route);
      }
    }
  }

  private void send(String method, String branch, int cseq, SipResponse to, String route) {
    String uri = route.isEmpty() ? "sip:bob@192.0.2.1" : "sip:bob@one";
    String text = request(method, uri, branch, cseq, tag(to));
    String more = route.isEmpty() ? "" : route + "\r\n";
    inbox.add(
        text.replace("Call-ID: call", "Call-ID: " + to.callId())
            .replace("Contact:", more + "Contact:"));
  }

  private void atCallee(SipRequest request) {
    String callId = request.callId();
    if (random.nextDouble() < LOSS) {
      return;
    }
    if (request.method() == Method.ACK) {
      repeated.remove(callId);
    } else if (request.method() == Method.BYE) {
      repeated.remove(callId);
      fromCallee(request.response(200));
    } else if (answered.add(callId)) {
      SipResponse last = request.response(random.nextInt(5) == 0 ? 486 : 200);
      last.toTag("b" + callId);
      fromCallee(request.response(180));
      fromCallee(last);
      repeated.put(callId, last);
    }
  }

  private void fromCallee(SipResponse response) {
    if (random.nextDouble() >= LOSS) {
      inbox.add(new String(response.toBytes()));
    }
  }
}
