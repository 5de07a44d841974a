package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.Target;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

/** Three loops behind one; tests move each by hand. */
class LoopGroupTest {
  private static final int MAX_WAITING = 4;

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private Flow way = flow;
  private int opened;
  private final EventLoop reader = new EventLoop(new TestClock());
  private final List<EventLoop> loops = new ArrayList<>(List.of(reader));
  private final LoopGroup group = new LoopGroup(reader, MAX_WAITING);

  @BeforeEach
  void add() {
    loops.add(new EventLoop(new TestClock()));
    loops.add(new EventLoop(new TestClock()));
    for (EventLoop loop : loops) {
      group.add(
          loop,
          test.services,
          new OneWay(),
          user -> new TransactionLayer(loop, user, TransactionSettings.DEFAULT, new Random(1)));
    }
    test.answerAll(200);
  }

  private final class OneWay implements Hops {
    @Override
    public void find(SipUri uri, Consumer<List<Target>> onFound) {
      onFound.accept(List.of(new Target(way.transport(), new InetSocketAddress("192.0.2.2", 1))));
    }

    @Override
    public void open(Target target, InetSocketAddress from, Consumer<Flow> onOpen) {
      opened++;
      onOpen.accept(way);
    }
  }

  @AfterEach
  void close() {
    loops.forEach(EventLoop::close);
    test.close();
  }

  private static SipRequest message(String method, String callId) {
    return (SipRequest)
        TestFlow.parse(
            request(method, 1, "")
                .replace("Call-ID: call", "Call-ID: " + callId)
                .replace("bMESSAGE1", "b" + callId));
  }

  private static void run(EventLoop loop) {
    try {
      loop.runOnce(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void runAll() {
    for (int i = 0; i < 4; i++) {
      loops.forEach(LoopGroupTest::run);
      test.runThreads();
    }
  }

  /** A Call-ID of a loop other than the one that reads. */
  private String callIdElsewhere() {
    for (int i = 0; ; i++) {
      if (group.core("c" + i) != group.core("")) {
        return "c" + i;
      }
    }
  }

  @Test
  void callIdsAreSpreadAndEachHasOneLoop() {
    int[] share = new int[3];
    List<UserAgentCore> cores = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      UserAgentCore core = group.core("call-" + i + "@127.0.0.1");
      if (!cores.contains(core)) {
        cores.add(core);
      }
      share[cores.indexOf(core)]++;
      assertThat(group.core("call-" + i + "@127.0.0.1")).isSameAs(core);
    }
    assertThat(Arrays.stream(share).min().orElse(0)).isGreaterThan(800);
  }

  @Test
  void requestsAreAnsweredByTheLoopThatReads() {
    for (int i = 0; i < 10; i++) {
      group.onRequest(message("MESSAGE", "m" + i), flow);
      runAll();
    }
    assertThat(flow.take()).hasSize(10).containsOnly("200 OK MESSAGE");
  }

  @Test
  void nothingIsSentOnAnotherLoopsThread() {
    String callId = callIdElsewhere();
    group.onRequest(message("MESSAGE", callId), flow);
    for (int i = 0; i < 4; i++) {
      run(loops.get(1));
      run(loops.get(2));
      test.runThreads();
    }
    assertThat(flow.take()).isEmpty();
    run(reader);
    assertThat(flow.take()).containsExactly("200 OK MESSAGE");
  }

  @Test
  void retransmissionsAreAbsorbed() {
    String callId = callIdElsewhere();
    for (int i = 0; i < 3; i++) {
      group.onRequest(message("MESSAGE", callId), flow);
    }
    runAll();
    assertThat(test.log).containsExactly("MESSAGE");
  }

  /** A loop that is behind: datagrams are dropped, a connection's requests get 503. */
  @Test
  void whatWaitsForALoopIsBounded() {
    String callId = callIdElsewhere();
    RecordingFlow connection = new RecordingFlow(Transport.TCP);
    for (int i = 0; i < MAX_WAITING; i++) {
      group.onRequest(message("MESSAGE", callId), flow);
    }
    group.onRequest(message("MESSAGE", callId), flow);
    assertThat(connection.sent).isEmpty();
    group.onRequest(message("MESSAGE", callId), connection);
    group.onRequest(message("ACK", callId), connection);
    assertThat(connection.lines()).containsExactly("SIP/2.0 503 Service Unavailable");
    runAll();
    flow.take();
    group.onRequest(message("OPTIONS", callId), flow);
    runAll();
    assertThat(flow.take()).as("it has caught up").containsExactly("200 OK OPTIONS");
  }

  @Test
  void failuresAreToldOnTheLoopThatSent() {
    RecordingFlow failing = new RecordingFlow(Transport.UDP);
    List<String> told = new ArrayList<>();
    Flow handed = new HandedFlow(failing, reader, loops.get(1));
    handed.send(new byte[0], () -> told.add("failed"));
    run(reader);
    failing.onFailed.run();
    handed.reopened().send(new byte[0], null);
    run(reader);
    assertThat(failing.onFailed).isNull();
    assertThat(told).isEmpty();
    run(loops.get(1));
    assertThat(told).containsExactly("failed");
    assertThat(handed).isEqualTo(new HandedFlow(failing, reader, loops.get(1)));
  }

  @Test
  void requestsOfOurOwnGoOutByTheLoopThatReads() throws Exception {
    ContainerFactory factory =
        new ContainerFactory(() -> test.application, test.services, group::core);
    List<String> answers = new ArrayList<>();
    test.onResponse = response -> answers.add(response.getStatus() + " " + response.getMethod());
    for (int i = 0; i < 10; i++) {
      factory
          .createRequest(factory.createApplicationSession(), "MESSAGE", "sip:me@h", "sip:bob@h")
          .send();
      runAll();
      var response = flow.lastRequest().response(200);
      response.toTag("b");
      group.onResponse(response, flow);
      runAll();
    }
    assertThat(answers).hasSize(10).containsOnly("200 MESSAGE");
  }

  /** A flow is opened on the loop that owns the sockets, whichever loop sends. */
  @Test
  void flowsAreOpenedByTheLoopThatReads() throws Exception {
    ContainerFactory factory =
        new ContainerFactory(() -> test.application, test.services, callId -> elsewhere());
    factory
        .createRequest(factory.createApplicationSession(), "MESSAGE", "sip:me@h", "sip:bob@h")
        .send();
    for (int i = 0; i < 4; i++) {
      run(loops.get(1));
      run(loops.get(2));
      test.runThreads();
    }
    assertThat(opened).isZero();
    runAll();
    assertThat(opened).isEqualTo(1);
    assertThat(flow.take()).containsExactly("MESSAGE sip:bob@h");
  }

  private UserAgentCore elsewhere() {
    return group.core(callIdElsewhere());
  }

  /** Whichever loop a request of ours belongs to: its connection's end is its failure. */
  @Test
  void closedConnectionIsToldToAllLoops() throws Exception {
    way = new RecordingFlow(Transport.TCP);
    List<String> answers = new ArrayList<>();
    test.onResponse = response -> answers.add(response.getStatus() + " " + response.getMethod());
    ContainerFactory factory =
        new ContainerFactory(() -> test.application, test.services, group::core);
    for (int i = 0; i < 10; i++) {
      factory
          .createRequest(factory.createApplicationSession(), "MESSAGE", "sip:me@h", "sip:bob@h")
          .send();
    }
    runAll();
    group.onClosed(way);
    runAll();
    assertThat(answers).hasSize(10).containsOnly("503 MESSAGE");
  }
}
